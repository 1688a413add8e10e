import { randomBytes } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { diffProperties, type ResolvedProperties } from '../../core/cloudformation/diff-properties.ts';
import type { Retention } from '../../core/cloudformation/template.ts';
import { AwsError } from '../cloud/aws-error.ts';
import type { Attributes, AnyProvider, Made } from './resource-provider.ts';
import { importResource } from './import-resource.ts';
import { resourceContext, type StackRun, tell } from './stack-run.ts';
import type { PhysicalResource, ResourceRecord } from './stack-state.ts';

/** A resource as the template wants it, with every reference resolved. */
export type WantedResource = {
  readonly logicalId: string;
  readonly type: string;
  readonly properties: ResolvedProperties;
  readonly dependencies: readonly string[];
  readonly onDelete: Retention;
  readonly onReplace: Retention;
};

/** Brings one resource to what is wanted: creates, updates, replaces, or finishes what a killed process began. */
export async function applyResource(run: StackRun, wanted: WantedResource): Promise<void> {
  const record = withBefore(run, wanted, run.state.resource(wanted.logicalId));
  const adopted = run.imports?.[wanted.logicalId];
  if (record === undefined && adopted !== undefined) return await importResource(run, wanted, adopted);
  if (record === undefined) return await createFresh(run, wanted);
  if (record.status === 'creating') return await createAgain(run, wanted, record);
  const provider = run.providers(wanted.type);
  const isOtherType = record.type !== wanted.type;
  const change = diffProperties(record.properties, wanted.properties, provider.createOnly);
  if (isOtherType || change.kind === 'replace') return await replace(run, wanted, record);
  if (change.kind === 'update' || record.status === 'updating') return await update(run, wanted, record);
  run.state.putResource({ ...record, ...wanted });
}

/** After a killed replacement, the template may want the old resource again: it is still there. */
function withBefore(
  run: StackRun,
  wanted: WantedResource,
  record: ResourceRecord | undefined,
): ResourceRecord | undefined {
  const { before } = record ?? {};
  if (record === undefined || !before || before.isDeleted || before.token === record.token) return record;
  const { createOnly } = run.providers(wanted.type);
  const change = diffProperties(before.properties, wanted.properties, createOnly);
  if (before.type !== wanted.type || change.kind === 'replace') return record;
  const { isDeleted: _no, ...previous } = before;
  const restored: ResourceRecord = { ...previous, status: 'complete' };
  run.state.transaction(() => {
    run.state.putGarbage(physical(record));
    run.state.putResource(restored);
  });
  return restored;
}

async function createFresh(run: StackRun, wanted: WantedResource): Promise<void> {
  const intent = intentTo(run, wanted, null);
  tell(run, intent, 'CREATE_IN_PROGRESS');
  await refuseExisting(run, intent);
  run.state.putResource(intent);
  await create(run, intent);
}

/** The process died while it made this resource: nothing can depend on it yet, so it may be made anew. */
async function createAgain(run: StackRun, wanted: WantedResource, record: ResourceRecord): Promise<void> {
  const intent = identified(run, { ...intentTo(run, wanted, record.before ?? null), token: record.token });
  const isSame = record.type === intent.type && record.physicalId === intent.physicalId;
  tell(run, intent, 'CREATE_IN_PROGRESS', 'an earlier attempt was cut short');
  if (!isSame) await refuseExisting(run, intent);
  if (!isSame || run.providers(intent.type).createsAgain !== true) await destroy(run, record);
  if (record.before?.isDeleted === true) await destroy(run, record.before);
  run.state.putResource(intent);
  await create(run, intent);
}

async function replace(run: StackRun, wanted: WantedResource, record: ResourceRecord): Promise<void> {
  const deletesFirst = run.providers(record.type).deletesBeforeReplacing === true;
  const before =
    record.before === undefined ? { ...physical(record), isDeleted: deletesFirst } : record.before;
  const intent = intentTo(run, wanted, before);
  tell(
    run,
    intent,
    'UPDATE_IN_PROGRESS',
    'a property that cannot be changed in place requires a new resource',
  );
  if (!deletesFirst) {
    refuseSameName(intent, record);
    await refuseExisting(run, intent);
  }
  run.state.transaction(() => {
    // `before` holds the last good state; what came between the two belongs to nobody any more.
    if (!deletesFirst && record.before !== undefined) run.state.putGarbage(physical(record));
    run.state.putResource(intent);
  });
  if (deletesFirst) await destroy(run, record);
  await create(run, intent);
}

async function create(run: StackRun, intent: ResourceRecord): Promise<void> {
  const provider = run.providers(intent.type);
  const made = await provider.create(intent.properties, resourceContext(run, intent));
  const done = await completed(run, provider, intent, made);
  run.state.putResource(done);
  tell(run, done, done.before ? 'UPDATE_COMPLETE' : 'CREATE_COMPLETE');
}

async function update(run: StackRun, wanted: WantedResource, record: ResourceRecord): Promise<void> {
  const { physicalId = '' } = record;
  const provider = run.providers(wanted.type);
  const before = record.before === undefined ? { ...physical(record), isDeleted: false } : record.before;
  const attempted = attemptedProperties(record);
  const intent: ResourceRecord = { ...record, ...wanted, before, attempted, status: 'updating' };
  tell(run, intent, 'UPDATE_IN_PROGRESS');
  run.state.putResource(intent);
  const made = await updateFrom(run, intent, wanted.properties);
  const done = await completed(run, provider, intent, made ?? { physicalId });
  run.state.transaction(() => {
    if (made !== undefined && made.physicalId !== physicalId && record.before !== undefined) {
      run.state.putGarbage(physical(record));
    }
    run.state.putResource(done);
  });
  tell(run, done, 'UPDATE_COMPLETE');
}

/** Property sets that may still be in effect in part: one, unless earlier updates were cut short. */
function attemptedProperties(record: ResourceRecord): readonly ResolvedProperties[] {
  const sets = [...(record.status === 'updating' ? (record.attempted ?? []) : []), record.properties];
  const distinct = sets.filter(
    (set, index) => !sets.slice(0, index).some((other) => isDeepStrictEqual(set, other)),
  );
  // The first is the last good state; what came long before the last attempt was overwritten by later ones.
  return distinct.length <= ATTEMPTS_KEPT_MAX
    ? distinct
    : [...distinct.slice(0, 1), ...distinct.slice(-ATTEMPTS_KEPT_MAX + 1)];
}

const ATTEMPTS_KEPT_MAX = 10;

/** Goes to the desired properties from every set that may be in effect, so that nothing of any of them stays. */
export async function updateFrom(
  run: StackRun,
  record: ResourceRecord,
  desired: ResolvedProperties,
): Promise<Made | undefined> {
  const provider = run.providers(record.type);
  let physicalId = record.physicalId ?? '';
  let made: Made | undefined;
  for (const previous of record.attempted ?? []) {
    made = (await provider.update(physicalId, { previous, desired }, resourceContext(run, record))) ?? made;
    physicalId = made?.physicalId ?? physicalId;
  }
  return made;
}

async function completed(
  run: StackRun,
  provider: AnyProvider,
  intent: ResourceRecord,
  made: Made,
): Promise<ResourceRecord> {
  const { physicalId } = made;
  const { attempted: _done, ...rest } = intent;
  const attributes =
    made.attributes ?? (await provider.read(physicalId, resourceContext(run, intent), intent.properties));
  if (attributes === undefined) {
    throw new AwsError('NotStabilized', `${physicalId} was made, but its service does not know it`);
  }
  return { ...rest, status: 'complete', physicalId, attributes };
}

/** Deletes a physical resource, whatever its policy says: for what this engine made and nobody uses. */
async function destroy(run: StackRun, resource: PhysicalResource): Promise<void> {
  if (resource.physicalId === undefined) return;
  const context = resourceContext(run, resource);
  await run.providers(resource.type).delete(resource.physicalId, context, resource.properties);
}

/**
 * A name that is taken belongs to somebody else: it must not become this stack's, nor be deleted with it.
 * What this stack left behind under that name goes first.
 */
async function refuseExisting(run: StackRun, intent: ResourceRecord): Promise<void> {
  const provider = run.providers(intent.type);
  if (intent.physicalId === undefined || provider.overwrites === true) return;
  const context = resourceContext(run, intent);
  if ((await provider.read(intent.physicalId, context, intent.properties)) === undefined) return;
  const left = run.state
    .garbage()
    .find(({ type, physicalId }) => type === intent.type && physicalId === intent.physicalId);
  if (left !== undefined) {
    await destroy(run, left);
    run.state.removeGarbage(left);
    return;
  }
  throw new AwsError(
    'AlreadyExists',
    `${intent.physicalId} already exists outside of this stack; adopt it with \`mesh deploy --adopt\` or \`cdk deploy --import-existing-resources\`, or delete it`,
  );
}

/** The new resource must be there before the old one goes, so both cannot have one name. */
function refuseSameName(intent: ResourceRecord, record: ResourceRecord): void {
  if (intent.type !== record.type || intent.physicalId === undefined) return;
  if (intent.physicalId !== record.physicalId) return;
  throw new AwsError(
    'ValidationError',
    `CloudFormation cannot update a stack when a custom-named resource requires replacing. Rename ${intent.physicalId} and update the stack again.`,
  );
}

function intentTo(
  run: StackRun,
  wanted: WantedResource,
  before: NonNullable<ResourceRecord['before']> | null,
): ResourceRecord {
  const token = randomBytes(16).toString('hex');
  return identified(run, { ...wanted, token, before, status: 'creating', attributes: NO_ATTRIBUTES });
}

const NO_ATTRIBUTES: Attributes = {};

function identified(run: StackRun, intent: ResourceRecord): ResourceRecord {
  const { physicalId: _unknown, ...rest } = intent;
  const identify = run.providers(intent.type).identify;
  return identify ? { ...rest, physicalId: identify(intent.properties, resourceContext(run, intent)) } : rest;
}

export function physical(record: ResourceRecord): PhysicalResource {
  const { logicalId, type, token, physicalId, properties, attributes } = record;
  const { dependencies, onDelete, onReplace } = record;
  return {
    logicalId,
    type,
    token,
    ...(physicalId !== undefined && { physicalId }),
    properties,
    attributes,
    dependencies,
    onDelete,
    onReplace,
  };
}
