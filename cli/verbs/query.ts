import { query } from '../commands/query.ts';
import { findPrincipal } from '../mesh/principal.ts';
import { EXIT } from '../ui/exit-codes.ts';
import { bytes, grouped, seconds } from '../ui/numbers.ts';
import { jsonAnswer } from '../ui/output.ts';
import { renderQuery } from '../ui/query-table.ts';
import { commandForAll, withheldLines } from '../access/withheld-words.ts';
import { MeshError } from '../../core/errors/mesh-error.ts';
import type { Verb } from './verb.ts';
import { withConnection, withProject } from './with-project.ts';

const LIMIT_MAX = 900;

export const queryVerb: Verb = {
  name: 'query',
  usage: '<sql>',
  summary: 'Run Athena SQL as a role of the mesh, under the permissions that the role has.',
  options: [
    { flags: '--as <principal>', description: 'a role, for example insight-analyst' },
    { flags: '--limit <rows>', description: `rows to show, at most ${LIMIT_MAX}`, default: '20' },
  ],
  examples: [
    [
      'bin/mesh query "select * from insight.airport_scorecard limit 5" --as insight-analyst',
      'rows of a product',
    ],
    [
      'bin/mesh query "select operator from safety.strikes" --as insight-analyst',
      'a column that is not granted',
    ],
    ['bin/mesh query "show tables in operations" --as operations-analyst --json', 'for scripts'],
  ],
  exits: [
    [EXIT.ok, 'the query succeeded'],
    [EXIT.usage, 'no principal, or one that does not exist'],
    [EXIT.cloud, 'Athena refused or failed the query'],
  ],
  run: async (invocation, [sql = ''], options) =>
    await withProject(invocation, async (project) => {
      const { output } = invocation;
      const as = findPrincipal(project.mesh, project.environment.name, String(options['as'] ?? ''));
      const limit = parseLimit(String(options['limit']));
      const result = await withConnection(
        project,
        async (connection) => await query(project, connection, { sql, as, limit }),
      );
      const elapsedMs = Math.round(performance.now() - invocation.startedAt);
      if (output.isJson) {
        const withheld = result.withheld.map((one) => ({ ...one, request: commandForAll(one, as.domain) }));
        const data = { as: as.name, ...result, withheld };
        output.result(jsonAnswer('query', { ok: true, data, elapsedMs }));
        return EXIT.ok;
      }
      output.result(renderQuery(result));
      const rows = `${grouped(result.rows.length)}${result.isCut ? '+' : ''} rows`;
      output.result(
        `\n${rows} as ${as.name}, ${bytes(result.scannedBytes)} scanned in ${result.engineMilliseconds} ms (${seconds(elapsedMs)})`,
      );
      for (const one of result.withheld) {
        for (const line of withheldLines(one, as.domain)) output.talk(line);
      }
      return EXIT.ok;
    }),
};

function parseLimit(text: string): number {
  const limit = Number(text);
  if (Number.isInteger(limit) && limit >= 1 && limit <= LIMIT_MAX) return limit;
  throw new MeshError(`--limit ${text} is not a number of rows`, {
    code: 'BadLimit',
    hint: `give a whole number from 1 to ${LIMIT_MAX}`,
  });
}
