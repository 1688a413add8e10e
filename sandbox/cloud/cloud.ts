import { randomUUID } from 'node:crypto';
import { SANDBOX_ORGANIZATION } from '../../core/spec/accounts.ts';
import { AwsError } from './aws-error.ts';
import type { Caller } from './caller.ts';
import type { AuthorizationRequest, Operation, RequestContext } from './operation.ts';
import type { AnyOperation, Service } from './service.ts';
import { refuseUnknownMembers } from './refuse-unknown-members.ts';
import type { Store } from './store.ts';

/** Throws `AwsError` (AccessDenied…) unless IAM allows every request. */
export type Authorize = (cloud: Cloud, caller: Caller, requests: readonly AuthorizationRequest[]) => void;

export type CloudOptions = {
  readonly store: Store;
  /** Directory for bodies of S3 objects, Lambda code and scratch files. */
  readonly directory: string;
  readonly clock: () => Date;
  readonly authorize: Authorize;
  /** The organization that all accounts belong to. @default - SANDBOX_ORGANIZATION */
  readonly organization?: string;
};

/** A family of AWS accounts: one store, one clock, and the services that act on them. */
export class Cloud {
  readonly store: Store;
  readonly directory: string;
  readonly clock: () => Date;
  readonly organization: string;
  /** URL of the gateway, for SDK clients inside Lambda workers; empty until it listens. */
  endpoint = '';
  readonly #authorize: Authorize;
  readonly #services = new Map<string, Service>();

  constructor(options: CloudOptions) {
    this.store = options.store;
    this.directory = options.directory;
    this.clock = options.clock;
    this.organization = options.organization ?? SANDBOX_ORGANIZATION;
    this.#authorize = options.authorize;
  }

  register(service: Service): void {
    this.#services.set(service.name, service);
  }

  services(): readonly Service[] {
    return [...this.#services.values()];
  }

  /** The last one first: services come after those that they call, and must not find these stopped. */
  async stop(): Promise<void> {
    for (const service of this.services().toReversed()) await service.stop?.();
  }

  /** Authorises and handles one call within the process: the same door as the wire's. */
  async call<Input, Output>(
    caller: Caller,
    operation: Operation<Input, Output>,
    input: Input,
  ): Promise<Output> {
    refuseUnknownMembers(operation, input);
    const context = this.#context(caller);
    this.#authorize(this, caller, operation.authorize(input, context));
    return await operation.handle(input, context);
  }

  /** As `call`, by names: what the gateway and Step Functions' SDK integrations use. */
  async dispatch(caller: Caller, service: string, name: string, input: unknown): Promise<unknown> {
    // The gateway has decoded `input` by the operation's own schema.
    return await this.call(caller, this.#operation(service, name), input as never);
  }

  /** Checks permissions without an operation, for example a service that reads for its caller. */
  authorize(caller: Caller, requests: readonly AuthorizationRequest[]): void {
    this.#authorize(this, caller, requests);
  }

  #operation(service: string, name: string): AnyOperation {
    const operation = this.#services.get(service)?.operations[name];
    if (operation) return operation;
    throw new AwsError(
      'UnknownOperationException',
      `the sandbox does not offer ${service}:${name}; add it in sandbox/services/${service}/`,
    );
  }

  #context(caller: Caller): RequestContext {
    return {
      cloud: this,
      caller,
      accountId: caller.accountId,
      region: caller.region,
      requestId: randomUUID(),
      now: this.clock(),
    };
  }
}
