import type { SFNClient } from '@aws-sdk/client-sfn';
import { stateMachineArn } from '../../core/naming/names.ts';
import type { RegistryRun } from '../../core/pipeline/run.ts';
import type { Environment, Mesh, Product } from '../../core/spec/mesh.ts';
import { type Connection, sfnClient } from './clients.ts';
import { accountIn } from './environment.ts';
import { causeMessage } from './failure-message.ts';

export type UnrecordedFailure = { readonly name: string; readonly message: string };

const FAILED: ReadonlySet<string> = new Set(['FAILED', 'TIMED_OUT', 'ABORTED']);

/** Failures that the registry does not know: a run that is refused its very first call can record nothing. */
export class UnrecordedFailures {
  readonly #connection: Connection;
  readonly #mesh: Mesh;
  readonly #environment: Environment;
  readonly #clients = new Map<string, Promise<SFNClient>>();

  constructor(connection: Connection, mesh: Mesh, environment: Environment) {
    this.#connection = connection;
    this.#mesh = mesh;
    this.#environment = environment;
  }

  /** How the newest execution of a product failed, unless its newest recorded run says so. */
  async of(product: Product, latest: RegistryRun | undefined): Promise<UnrecordedFailure | undefined> {
    const { DescribeExecutionCommand, ListExecutionsCommand } = await import('@aws-sdk/client-sfn');
    const account = accountIn(this.#mesh, this.#environment.name, product.domain);
    const names = {
      mesh: this.#mesh.name,
      environment: this.#environment.name,
      region: this.#environment.region,
    };
    const client = await this.#client(account);
    const { executions: [newest] = [] } = await client.send(
      new ListExecutionsCommand({
        stateMachineArn: stateMachineArn(names, account, product),
        maxResults: 1,
      }),
    );
    if (newest === undefined || !FAILED.has(newest.status ?? '')) return undefined;
    // A run that could not close its item is on record as running.
    const isRecorded = newest.executionArn === latest?.execution && latest?.status !== 'running';
    if (isRecorded) return undefined;
    const {
      status = 'FAILED',
      error,
      cause,
    } = await client.send(new DescribeExecutionCommand({ executionArn: newest.executionArn }));
    return { name: error ?? status, message: cause === undefined ? status : causeMessage(cause) };
  }

  #client(account: string): Promise<SFNClient> {
    const client =
      this.#clients.get(account) ?? sfnClient(this.#connection, this.#connection.rootCredentials(account));
    this.#clients.set(account, client);
    return client;
  }
}
