import { type ResolvedProperties } from '../../core/cloudformation/diff-properties.ts';
import { type ResolveScope, resolveValue } from '../../core/cloudformation/resolve-value.ts';
import type { Caller } from '../cloud/caller.ts';
import type { Cloud } from '../cloud/cloud.ts';
import type { ProviderTable } from './provider-table.ts';
import type { AnyProvider, ResourceContext } from './resource-provider.ts';
import { serviceCalls } from './service-calls.ts';
import type { ResourceStatus, StackEvent, StackStatus } from './stack-event.ts';
import type { PhysicalResource, ResourceRecord, StackState } from './stack-state.ts';

/** Resources that are worked on at once. */
export const RESOURCE_CONCURRENCY = 4;

/** One operation on one stack: what every step of it needs. */
export type StackRun = {
  readonly cloud: Cloud;
  readonly caller: Caller;
  readonly state: StackState;
  readonly providers: ProviderTable;
  readonly stack: { readonly name: string; readonly id: string };
  readonly constructPaths: Readonly<Record<string, string>>;
  readonly onEvent: (event: StackEvent) => void;
  /** Physical id by logical id of what this operation adopts. */
  readonly imports?: Readonly<Record<string, string>>;
};

type Subject = Pick<PhysicalResource, 'logicalId' | 'type' | 'token'>;

export function resourceContext(run: StackRun, { logicalId, type, token }: Subject): ResourceContext {
  return {
    call: serviceCalls(run.cloud, run.caller),
    cloud: run.cloud,
    accountId: run.caller.accountId,
    region: run.caller.region,
    stackName: run.stack.name,
    stackId: run.stack.id,
    logicalId,
    type,
    token,
  };
}

/** `Ref` and `Fn::GetAtt` of resources that are there, over constants. */
export function resourceScope(
  run: StackRun,
  constants: Readonly<Record<string, unknown>>,
  rest: Pick<ResolveScope, 'condition' | 'mapping'>,
): ResolveScope {
  return {
    ...rest,
    ref: (name) => {
      if (name in constants) return constants[name];
      const record = run.state.resource(name);
      return record && refOf(run.providers(record.type), record);
    },
    attribute: (logicalId, name) => run.state.resource(logicalId)?.attributes[name],
  };
}

export function resolveProperties(
  properties: ResolvedProperties,
  scope: ResolveScope,
  logicalId: string,
): ResolvedProperties {
  // Resolving keeps the shape: a record stays a record.
  return resolveValue(properties, scope, `Resources.${logicalId}.Properties`) as ResolvedProperties;
}

function refOf(provider: AnyProvider, record: ResourceRecord): string | undefined {
  if (record.physicalId === undefined) return undefined;
  return provider.ref?.(record.physicalId, record.properties) ?? record.physicalId;
}

export function tell(
  run: StackRun,
  subject: { readonly logicalId: string; readonly type: string; readonly physicalId?: string },
  status: ResourceStatus,
  reason?: string,
): void {
  const constructPath = run.constructPaths[subject.logicalId];
  run.onEvent({
    stack: run.stack.name,
    logicalId: subject.logicalId,
    type: subject.type,
    ...(subject.physicalId !== undefined && { physicalId: subject.physicalId }),
    ...(constructPath !== undefined && { constructPath }),
    status,
    ...(reason !== undefined && { reason }),
    at: run.cloud.clock(),
  });
}

export function tellStack(run: StackRun, status: StackStatus, reason?: string): void {
  run.onEvent({
    stack: run.stack.name,
    logicalId: run.stack.name,
    type: 'AWS::CloudFormation::Stack',
    physicalId: run.stack.id,
    status,
    ...(reason !== undefined && { reason }),
    at: run.cloud.clock(),
  });
}
