import { resolve } from 'node:path';
import { runProgram } from '../cli/program.ts';

// `npm start`: the aviation mesh, and one question to it.
const root = resolve(import.meta.dirname, '..');
const upCode = await runProgram(['up', '-C', resolve(root, 'examples/aviation')], root);
if (upCode === 0) {
  const sql =
    'select iata, faa_name, departures, strikes, strikes_per_10000 from insight.strike_rates order by 5 desc';
  process.stdout.write(`\n$ bin/mesh query "${sql}" --as insight-analyst --limit 5\n`);
  process.exitCode = await runProgram(
    ['query', sql, '--as', 'insight-analyst', '--limit', '5', '-C', resolve(root, 'examples/aviation')],
    root,
  );
} else {
  process.exitCode = upCode;
}
