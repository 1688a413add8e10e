import type { SFNClient } from '@aws-sdk/client-sfn';
import { setTimeout as sleep } from 'node:timers/promises';
import { stateMachineArn } from '../../core/naming/names.ts';
import type { RunRequest } from '../../core/pipeline/run.ts';
import type { Environment, Mesh, Product } from '../../core/spec/mesh.ts';
import { type Connection, sfnClient } from './clients.ts';
import { accountIn } from './environment.ts';

export type ExecutionEnd = {
  readonly status: string;
  /** Only of an execution that had nothing to do: `RunUpToDate`, `RunInProgress`, `WaitingForUpstreams`. */
  readonly outcome?: string;
  readonly error?: string;
  readonly cause?: string;
};

const POLL_MILLISECONDS = 50;
const WAIT_MILLISECONDS_MAX = 2 * 3_600_000;
const EXECUTIONS_LOOKED_AT_MAX = 20;

/** Starts runs of products and waits for them, as an operator would through Step Functions. */
export class Executions {
  readonly #connection: Connection;
  readonly #mesh: Mesh;
  readonly #environment: Environment;
  readonly #clients = new Map<string, Promise<SFNClient>>();

  constructor(connection: Connection, mesh: Mesh, environment: Environment) {
    this.#connection = connection;
    this.#mesh = mesh;
    this.#environment = environment;
  }

  async start(product: Product, request: RunRequest): Promise<string> {
    const { StartExecutionCommand } = await import('@aws-sdk/client-sfn');
    const client = await this.#client(product);
    const { executionArn } = await client.send(
      new StartExecutionCommand({
        stateMachineArn: `${this.#machineArn(product)}:live`,
        input: JSON.stringify(request),
      }),
    );
    return executionArn ?? '';
  }

  async wait(product: Product, execution: string): Promise<ExecutionEnd> {
    const client = await this.#client(product);
    const until = Date.now() + WAIT_MILLISECONDS_MAX;
    while (Date.now() < until) {
      const end = await this.#end(client, execution);
      if (end) return end;
      await sleep(POLL_MILLISECONDS);
    }
    return { status: 'TIMED_OUT', error: 'WaitedTooLong' };
  }

  /**
   * Whether an execution since the newest run on record ended without a word: its process was killed, or it was
   * stopped, before it could name its run. One that found everything up to date makes good for those before it.
   */
  async wasCutShort(product: Product, recorded: string | undefined): Promise<boolean> {
    const { ListExecutionsCommand } = await import('@aws-sdk/client-sfn');
    const client = await this.#client(product);
    const { executions = [] } = await client.send(
      new ListExecutionsCommand({
        stateMachineArn: this.#machineArn(product),
        maxResults: EXECUTIONS_LOOKED_AT_MAX,
      }),
    );
    for (const { executionArn = '', status } of executions) {
      if (executionArn === recorded) return false;
      if (status === 'RUNNING') continue;
      if (status !== 'SUCCEEDED') return true;
      if ((await this.#end(client, executionArn))?.outcome === 'RunUpToDate') return false;
    }
    return false;
  }

  /** How an execution ended; `undefined` while it runs. */
  async #end(client: SFNClient, executionArn: string): Promise<ExecutionEnd | undefined> {
    const { DescribeExecutionCommand } = await import('@aws-sdk/client-sfn');
    const found = await client.send(new DescribeExecutionCommand({ executionArn }));
    if (!found.status || found.status === 'RUNNING') return undefined;
    const outcome = outcomeOf(found.output);
    return {
      status: found.status,
      ...(outcome !== undefined && { outcome }),
      ...(found.error !== undefined && { error: found.error }),
      ...(found.cause !== undefined && { cause: found.cause }),
    };
  }

  #machineArn(product: Product): string {
    const names = {
      mesh: this.#mesh.name,
      environment: this.#environment.name,
      region: this.#environment.region,
    };
    return stateMachineArn(names, this.#account(product), product);
  }

  #account(product: Product): string {
    return accountIn(this.#mesh, this.#environment.name, product.domain);
  }

  #client(product: Product): Promise<SFNClient> {
    const account = this.#account(product);
    const client =
      this.#clients.get(account) ?? sfnClient(this.#connection, this.#connection.rootCredentials(account));
    this.#clients.set(account, client);
    return client;
  }
}

function outcomeOf(output: string | undefined): string | undefined {
  if (output === undefined) return undefined;
  const parsed: unknown = JSON.parse(output);
  if (typeof parsed !== 'object' || parsed === null || !('outcome' in parsed)) return undefined;
  return typeof parsed.outcome === 'string' ? parsed.outcome : undefined;
}
