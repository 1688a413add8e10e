import type {
  EncryptionConfiguration,
  HistoryEvent,
  LoggingConfiguration,
  Tag,
  TracingConfiguration,
} from '@aws-sdk/client-sfn';
import type { Cloud } from '../../cloud/cloud.ts';
import type { Collection } from '../../cloud/store.ts';

export type MachineRecord = {
  readonly name: string;
  readonly arn: string;
  readonly definition: string;
  readonly roleArn: string;
  readonly revisionId: string;
  readonly logging?: LoggingConfiguration;
  readonly tracing?: TracingConfiguration;
  readonly encryption?: EncryptionConfiguration;
  readonly tags: readonly Tag[];
  readonly createdAt: string;
  /** Numbers of versions are never used twice. */
  readonly lastVersion: number;
};

export type VersionRecord = Pick<MachineRecord, 'definition' | 'roleArn' | 'revisionId'> & {
  readonly arn: string;
  readonly number: number;
  readonly description?: string;
  readonly createdAt: string;
};

export type AliasRecord = {
  readonly name: string;
  readonly arn: string;
  readonly description?: string;
  readonly routing: readonly { readonly stateMachineVersionArn: string; readonly weight: number }[];
  readonly createdAt: string;
  readonly updatedAt: string;
};

export type ExecutionRecord = {
  readonly name: string;
  readonly arn: string;
  readonly machineArn: string;
  readonly machineName: string;
  readonly versionArn?: string;
  readonly aliasArn?: string;
  readonly definition: string;
  readonly roleArn: string;
  readonly status: 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';
  readonly startDate: string;
  readonly stopDate?: string;
  /** JSON text. */
  readonly input: string;
  readonly output?: string;
  readonly error?: string;
  readonly cause?: string;
  readonly lastEvent: number;
};

/** As AWS shows it, but with the time as text. */
export type EventRecord = Omit<HistoryEvent, 'timestamp'> & { readonly timestamp: string };

export type StatesStore = {
  readonly machines: Collection<MachineRecord>;
  /** Key `<machine>:<number>`. */
  readonly versions: Collection<VersionRecord>;
  /** Key `<machine>:<alias>`. */
  readonly aliases: Collection<AliasRecord>;
  /** Key `<machine>:<execution>`. */
  readonly executions: Collection<ExecutionRecord>;
  /** Key `<machine>:<execution>/<id, padded>`. */
  readonly history: Collection<EventRecord>;
};

export function statesStore({ store }: Cloud): StatesStore {
  return {
    machines: store.collection('states.machine'),
    versions: store.collection('states.version'),
    aliases: store.collection('states.alias'),
    executions: store.collection('states.execution'),
    history: store.collection('states.history'),
  };
}

export function executionKey({ machineName, name }: Pick<ExecutionRecord, 'machineName' | 'name'>): string {
  return `${machineName}:${name}`;
}
