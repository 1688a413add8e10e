import type { RegistryRun } from '../../core/pipeline/run.ts';
import type { Product } from '../../core/spec/mesh.ts';
import type { Connection } from '../mesh/clients.ts';
import type { Project } from '../mesh/project.ts';
import { RegistryReader } from '../mesh/registry.ts';
import { grouped, seconds } from '../ui/numbers.ts';
import { findingLine } from '../ui/status-table.ts';
import { renderTable } from '../ui/table.ts';

/** The runs of a product, the newest first. */
export async function history(
  project: Project,
  connection: Connection,
  product: Product,
): Promise<readonly RegistryRun[]> {
  return await new RegistryReader(connection, project.mesh, project.environment).runs(product);
}

export function renderHistory(runs: readonly RegistryRun[]): string {
  const table = renderTable(
    [
      { title: 'STARTED' },
      { title: 'RUN' },
      { title: 'TRIGGER' },
      { title: 'STATUS' },
      { title: 'ROWS', align: 'right' },
      { title: 'CHECKS', align: 'right' },
      { title: 'SECONDS', align: 'right' },
    ],
    runs.map((run) => [
      run.startedAt.replace('T', ' ').slice(0, 19),
      `${run.run}-${run.attempt}`,
      run.trigger,
      run.status,
      run.rows === undefined ? '–' : grouped(run.rows),
      run.checksFailed === 0 ? `${run.checksPassed}` : `${run.checksPassed} +${run.checksFailed}`,
      run.endedAt ? seconds(Date.parse(run.endedAt) - Date.parse(run.startedAt)) : '–',
    ]),
  );
  const [newest] = runs;
  const notes = [
    ...(newest?.error ? [`    ${newest.error.name}: ${newest.error.message}`] : []),
    ...(newest?.findings ?? []).map(findingLine),
  ];
  return notes.length === 0 ? table : `${table}\n\nnewest run\n${notes.join('\n')}`;
}
