/**
 * Asks made-up hostile statements of two lakes that differ only in what is withheld, and prints those that tell the
 * lakes apart, shrunk, as the suite in `test/sandbox/services/athena/hostile/statements` has them.
 * Run: npm run fuzz:sql -- --seed 1 --count 1000
 */
import { parseArgs } from 'node:util';
import { fuzz } from '../test/sandbox/services/athena/hostile/fuzz.ts';
import { TwinLakes } from '../test/sandbox/services/athena/hostile/twin-lakes.ts';

const { values } = parseArgs({
  options: { seed: { type: 'string', default: '1' }, count: { type: 'string', default: '1000' } },
});
const [seed, count] = [Number(values.seed), Number(values.count)];
if (!Number.isInteger(seed) || !Number.isInteger(count) || count < 1) {
  throw new Error('--seed and --count are whole numbers');
}

await using twins = await TwinLakes.open();
const { asked, succeeded, findings } = await fuzz(twins, { seed, count });
for (const { reader, sql, calm, wild } of findings) {
  process.stdout.write(`-- as ${reader}\n${sql.replaceAll('\n', String.raw`\n`)}\n`);
  process.stderr.write(`  calm ${calm}\n  wild ${wild}\n`);
}
process.stderr.write(
  `${asked} statements from seed ${seed}, ${succeeded} answered, ${findings.length} tell\n`,
);
process.exitCode = findings.length === 0 ? 0 : 1;
