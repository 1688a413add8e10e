import type { DependencyGraph } from '../../core/cloudformation/dependency-graph.ts';
import { physical, updateFrom } from './apply-resource.ts';
import { collectGarbage } from './collect-garbage.ts';
import { describeFailure } from './describe-failure.ts';
import { runGraph } from './run-graph.ts';
import type { StackFailure } from './stack-event.ts';
import { RESOURCE_CONCURRENCY, resourceContext, type StackRun, tell } from './stack-run.ts';
import type { PhysicalResource, ResourceRecord } from './stack-state.ts';

export type RollBackOptions = {
  /** Logical ids of resources that are left as they are, and count as restored. */
  readonly skipped?: readonly string[];
  /** Delete what the failed deployment made even where its policy says Retain. */
  readonly deletesNew?: boolean;
};

/** Goes back to the last good state: restores what was changed, then deletes what was made. */
export async function rollBack(
  run: StackRun,
  { skipped = [], deletesNew = false }: RollBackOptions = {},
): Promise<readonly StackFailure[]> {
  for (const logicalId of skipped) leave(run, logicalId);
  const touched = new Map(
    run.state
      .resources()
      .filter(({ before }) => before !== undefined)
      .map((record) => [record.logicalId, record]),
  );
  const work = async (logicalId: string): Promise<void> => {
    const record = touched.get(logicalId);
    if (record !== undefined) await restore(run, record, deletesNew);
  };
  const options = { concurrency: RESOURCE_CONCURRENCY, onFailure: 'continue' } as const;
  const { failures } = await runGraph(restoreGraph([...touched.values()]), work, options);
  const restoring = [...failures].map(([logicalId, error]) => ({
    reason: `could not be restored: ${describeFailure(error)}`,
    logicalId,
    type: touched.get(logicalId)?.type ?? '',
  }));
  return [...restoring, ...(await collectGarbage(run))];
}

/** The last good state was a graph without circles: its dependencies order the way back. */
function restoreGraph(records: readonly ResourceRecord[]): DependencyGraph {
  return new Map(records.map(({ logicalId, before }) => [logicalId, new Set(before?.dependencies ?? [])]));
}

/** A resource that is skipped counts as restored: the stack describes it as it was, whatever it is now. */
function leave(run: StackRun, logicalId: string): void {
  const record = run.state.resource(logicalId);
  if (record?.before === undefined) return;
  if (record.before === null) return void run.state.removeResource(logicalId);
  const { isDeleted: _maybe, ...previous } = record.before;
  run.state.putResource({ ...previous, status: 'complete' });
  tell(run, previous, 'UPDATE_COMPLETE', 'skipped: it may differ from what the template says');
}

async function restore(run: StackRun, record: ResourceRecord, deletesNew: boolean): Promise<void> {
  const { before } = record;
  if (before === undefined) return;
  if (record.isImported === true) return void run.state.removeResource(record.logicalId);
  if (before === null) return isKept(record) && !deletesNew ? keep(run, record) : discard(run, record);
  const { isDeleted, ...previous } = before;
  if (isDeleted) return await remake(run, record, previous);
  if (previous.physicalId !== record.physicalId || previous.token !== record.token) {
    return run.state.transaction(() => {
      run.state.putGarbage(physical(record));
      run.state.putResource({ ...previous, status: 'complete' });
    });
  }
  await updateBack(run, record, previous);
}

/** `Retain` holds for what a failed deployment has completed, too; the next deployment goes on with it. */
function isKept(record: ResourceRecord): boolean {
  return record.status === 'complete' && record.onDelete === 'Retain';
}

function keep(run: StackRun, { before: _none, ...record }: ResourceRecord): void {
  run.state.putResource(record);
  tell(
    run,
    record,
    'DELETE_SKIPPED',
    'its policy is Retain; the next deployment of the stack goes on with it',
  );
}

/** What a failed deployment made holds nobody's data yet. */
function discard(run: StackRun, record: ResourceRecord): void {
  run.state.transaction(() => {
    run.state.putGarbage(physical(record));
    run.state.removeResource(record.logicalId);
  });
}

async function updateBack(run: StackRun, record: ResourceRecord, previous: PhysicalResource): Promise<void> {
  const { physicalId = '' } = previous;
  const provider = run.providers(previous.type);
  const context = resourceContext(run, previous);
  tell(run, previous, 'UPDATE_IN_PROGRESS', 'restoring the previous properties');
  const attempted = [...(record.attempted ?? []), record.properties];
  const made = await updateFrom(run, { ...record, attempted }, previous.properties);
  const attributes = made?.attributes ?? (await provider.read(physicalId, context, previous.properties));
  run.state.putResource({ ...previous, attributes: attributes ?? previous.attributes, status: 'complete' });
  tell(run, previous, 'UPDATE_COMPLETE');
}

/** The old one went first: take the new one away and make the old one again. */
async function remake(run: StackRun, record: ResourceRecord, previous: PhysicalResource): Promise<void> {
  tell(run, previous, 'CREATE_IN_PROGRESS', 'making the previous resource again');
  if (record.physicalId !== undefined) {
    await run
      .providers(record.type)
      .delete(record.physicalId, resourceContext(run, record), record.properties);
  }
  const provider = run.providers(previous.type);
  const context = resourceContext(run, previous);
  const made = await provider.create(previous.properties, context);
  const read = made.attributes ?? (await provider.read(made.physicalId, context, previous.properties));
  const { physicalId } = made;
  run.state.putResource({
    ...previous,
    physicalId,
    attributes: read ?? previous.attributes,
    status: 'complete',
  });
  tell(run, previous, 'CREATE_COMPLETE');
}
