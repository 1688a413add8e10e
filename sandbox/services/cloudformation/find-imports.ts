import type { ResourceToImport } from '@aws-sdk/client-cloudformation';
import { AwsError } from '../../cloud/aws-error.ts';
import type { RequestContext } from '../../cloud/operation.ts';
import { executionCaller } from '../../cloudformation/execution-caller.ts';
import type { PreparedStack } from '../../cloudformation/prepare-stack.ts';
import type { AnyProvider } from '../../cloudformation/resource-provider.ts';
import { standardProviders } from '../../cloudformation/resources/providers.ts';
import {
  resolveProperties,
  resourceContext,
  resourceScope,
  type StackRun,
} from '../../cloudformation/stack-run.ts';
import { stackState } from '../../cloudformation/stack-state.ts';
import type { ChangeRequest } from './check-change.ts';

type Candidate = {
  readonly logicalId: string;
  readonly type: string;
  readonly provider: AnyProvider;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly isRetained: boolean;
};

/** Which resources of a template are there already and become the stack's: physical id by logical id. */
export async function findImports(
  prepared: PreparedStack,
  request: ChangeRequest,
  context: RequestContext,
): Promise<Readonly<Record<string, string>>> {
  if (request.toImport === undefined && !request.adoptsExisting) return {};
  const run = planningRun(prepared, request, context);
  const isOwned = (logicalId: string): boolean => run.state.resource(logicalId) !== undefined;
  const added = [...prepared.graph.keys()].filter((logicalId) => !isOwned(logicalId));
  const candidates = added.map((logicalId) => candidate(run, prepared, logicalId));
  if (request.toImport !== undefined) return await asked(run, request.toImport, candidates);
  const found: Record<string, string> = {};
  for (const one of candidates) {
    const physicalId = one.isRetained ? givenId(one) : undefined;
    if (physicalId !== undefined && (await isThere(run, one, physicalId))) found[one.logicalId] = physicalId;
  }
  return found;
}

/** An import names each new resource of the template, and all that it needs to be found. */
async function asked(
  run: StackRun,
  wanted: readonly ResourceToImport[],
  candidates: readonly Candidate[],
): Promise<Readonly<Record<string, string>>> {
  const byId = new Map(candidates.map((one) => [one.logicalId, one]));
  const missing = [...byId.keys()].filter(
    (id) => !wanted.some(({ LogicalResourceId }) => LogicalResourceId === id),
  );
  if (missing.length > 0)
    throw invalid(`As part of the import operation, you cannot modify or add [${missing.join(', ')}]`);
  const found: Record<string, string> = {};
  for (const { LogicalResourceId: id = '', ResourceIdentifier = {} } of wanted) {
    const one = byId.get(id);
    if (one === undefined) throw invalid(`${id} is not in the template, or in the stack already`);
    found[id] = identified(one, ResourceIdentifier);
    if (!(await isThere(run, one, found[id]))) throw invalid(`there is no ${one.type} ${found[id]}`);
  }
  return found;
}

function identified(
  { logicalId, type, provider, isRetained }: Candidate,
  given: Readonly<Record<string, string>>,
): string {
  const { identifiers } = provider;
  if (identifiers === undefined) throw invalid(`ResourceTypes [${type}] are not supported for Import`);
  if (!isRetained) throw invalid(`${logicalId} needs DeletionPolicy Retain to be imported`);
  const lacking = identifiers.find((name) => given[name] === undefined);
  if (lacking !== undefined) throw invalid(`${logicalId} needs the identifier ${lacking} to be imported`);
  return identifiers.map((name) => given[name]).join('|');
}

/** The id of a resource whose whole identifier the template gives: a custom name. */
function givenId({ provider, properties }: Candidate): string | undefined {
  const values = provider.identifiers?.map((name) => properties[name]);
  return values?.every((value) => typeof value === 'string') === true ? values.join('|') : undefined;
}

async function isThere(run: StackRun, one: Candidate, physicalId: string): Promise<boolean> {
  const { logicalId, type, provider, properties } = one;
  const context = resourceContext(run, { logicalId, type, token: 'planned' });
  return (await provider.read(physicalId, context, properties)) !== undefined;
}

function candidate(run: StackRun, prepared: PreparedStack, logicalId: string): Candidate {
  const resource = prepared.input.template.Resources[logicalId];
  const { Type: type = '', Properties = {}, DeletionPolicy = '' } = resource ?? {};
  const { Mappings } = prepared.input.template;
  const scope = resourceScope(run, prepared.constants, {
    condition: prepared.condition,
    mapping: (map, first, second) => Mappings?.[map]?.[first]?.[second],
  });
  const properties = resolveProperties(
    Properties,
    {
      ...scope,
      // What is not there yet has no name: nothing that identifies a resource may depend on it.
      ref: (name) => scope.ref(name) ?? `(${name})`,
      attribute: (id, name) => scope.attribute(id, name) ?? `(${id}.${name})`,
    },
    logicalId,
  );
  return {
    logicalId,
    type,
    provider: run.providers(type),
    properties,
    isRetained: DeletionPolicy.startsWith('Retain'),
  };
}

function planningRun(
  { input }: PreparedStack,
  { stack }: ChangeRequest,
  { cloud }: RequestContext,
): StackRun {
  const caller = executionCaller(input);
  return {
    cloud,
    caller,
    state: stackState(cloud, caller, input.name),
    providers: standardProviders,
    stack: { name: input.name, id: stack.id },
    constructPaths: input.constructPaths,
    onEvent: () => undefined,
  };
}

function invalid(message: string): AwsError {
  return new AwsError('ValidationError', message);
}
