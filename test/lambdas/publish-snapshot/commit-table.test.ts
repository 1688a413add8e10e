import fc from 'fast-check';
import { expect, it } from 'vitest';

import { commitTable } from '../../../lambdas/publish-snapshot/commit-table.ts';
import { buildRun, readersSee, runWorld } from '../run-world.ts';

it('keeps exactly the commits that succeeded, however many committers race in whatever order', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 2, max: 6 }), fc.scheduler(), async (committers, scheduler) => {
      const made = await runWorld({ load: 'append' });
      const { run } = await buildRun(made, 'one');
      const [table] = made.manifest.tables;
      if (table === undefined) throw new Error('the fixture has a table');
      const send = made.aws.send.bind(made.aws);
      made.aws.send = (command) => scheduler.schedule(Promise.resolve()).then(() => send(command));
      const races = Array.from({ length: committers }, (_, index) =>
        commitTable(
          { manifest: made.manifest, table, run: { ...run, run: `run${index}` }, auditedRows: 7 },
          { ...made.world, assertLease: async () => {} },
        ).then(
          () => true,
          (error: Error) => {
            expect(error.name).toBe('CommitContended');
            return false;
          },
        ),
      );
      await scheduler.waitIdle();
      const won = (await Promise.all(races)).filter(Boolean).length;
      made.aws.send = send;
      expect(won).toBeGreaterThan(0);
      expect(await readersSee(made, 'flights')).toMatchObject({ rows: 7 * won, snapshots: won });
    }),
    { numRuns: 25 },
  );
});
