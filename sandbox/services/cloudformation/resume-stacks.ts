import type { RequestContext } from '../../cloud/operation.ts';
import { isCutShort, resumeStack } from '../../cloudformation/resume-stack.ts';
import type { StackRecord } from '../../cloudformation/stack-state.ts';
import { stackNameOf } from './find-stack.ts';
import { keepEvents, withinReach } from './run-deployment.ts';
import { forgetStack, stackRecords } from './store.ts';

/**
 * Ends what a killed process left in progress, before anybody is told where a stack stands. Only who asks by this API
 * needs it: `mesh up` goes on from where the killed process was.
 */
export async function resumeStacks(nameOrId: string | undefined, context: RequestContext): Promise<void> {
  const records = stackRecords(context.cloud);
  const name = nameOrId === undefined ? undefined : stackNameOf(nameOrId);
  const asked =
    name === undefined ? records.list(context).map(([, record]) => record) : [records.get(context, name)];
  for (const record of asked) if (record !== undefined) await resumeOne(record, context);
}

async function resumeOne(record: StackRecord, context: RequestContext): Promise<void> {
  const { accountId: account, region, cloud } = context;
  const stack = { name: record.name, account, region };
  if (!isCutShort(cloud, stack, record)) return;
  const work = async (): Promise<void> => {
    await resumeStack(cloud, stack, { onEvent: keepEvents(record.id, context) });
    if (record.status === 'DELETE_IN_PROGRESS') forgetStack(record, context);
  };
  await withinReach(work());
}
