import type {
  Architecture,
  FunctionEventInvokeConfig,
  LoggingConfig,
  TracingConfig,
} from '@aws-sdk/client-lambda';
import type { Cloud } from '../../cloud/cloud.ts';
import type { Queued } from '../../cloud/durable-queue.ts';
import type { Collection } from '../../cloud/store.ts';

export type FunctionRecord = {
  readonly name: string;
  readonly arn: string;
  readonly runtime: string;
  readonly role: string;
  readonly handler: string;
  readonly description: string;
  readonly timeoutSeconds: number;
  readonly memoryMb: number;
  readonly environment: Readonly<Record<string, string>>;
  readonly kmsKeyArn?: string;
  readonly architectures: readonly Architecture[];
  readonly ephemeralStorageMb: number;
  readonly tracing: NonNullable<TracingConfig['Mode']>;
  readonly logging: LoggingConfig;
  /** Base64, as AWS shows it. */
  readonly codeSha256: string;
  readonly codeSize: number;
  readonly lastModified: string;
  /** Changes with code and configuration: a warm worker of another revision is not used. */
  readonly revisionId: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly policy?: FunctionPolicy;
  readonly reservedConcurrency?: number;
  readonly eventInvoke?: Pick<
    FunctionEventInvokeConfig,
    'MaximumRetryAttempts' | 'MaximumEventAgeInSeconds'
  > & {
    readonly lastModified: string;
    /** ARN of the queue that hears of events which were given up. */
    readonly onFailure?: string;
  };
};

export type FunctionPolicy = {
  readonly Version: '2012-10-17';
  readonly Id: 'default';
  readonly Statement: readonly PolicyStatement[];
};

export type PolicyStatement = Readonly<Record<string, unknown>> & { readonly Sid: string };

/** An asynchronous invocation that was accepted. */
export type AsyncEvent = {
  readonly functionName: string;
  readonly requestId: string;
  /** JSON text. */
  readonly payload: string;
};

export type FailedAsyncEvent = AsyncEvent & {
  readonly attempts: number;
  readonly errorCode: string;
  readonly errorMessage: string;
  /** Why the failure destination did not take it. */
  readonly undelivered?: string;
  readonly at: string;
};

export type LambdaStore = {
  readonly functions: Collection<FunctionRecord>;
  readonly asyncEvents: Collection<Queued<AsyncEvent>>;
  readonly failedAsyncEvents: Collection<FailedAsyncEvent>;
};

export function lambdaStore({ store }: Cloud): LambdaStore {
  return {
    functions: store.collection('lambda.function'),
    asyncEvents: store.collection('lambda.async-event'),
    failedAsyncEvents: store.collection('lambda.failed-async-event'),
  };
}
