import { createHash, randomUUID } from 'node:crypto';
import jsonata from 'jsonata';

const HASHES: Readonly<Record<string, string>> = {
  MD5: 'md5',
  'SHA-1': 'sha1',
  'SHA-256': 'sha256',
  'SHA-384': 'sha384',
  'SHA-512': 'sha512',
};
/** AWS's limit on the length of `$range`. */
const RANGE_MAX = 1_000;
const HASH_INPUT_MAX = 10_000;

/**
 * What Step Functions adds to JSONata, and what it takes away (`$eval`); time is the sandbox's.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html
 */
export function statesFunctions(now: Date): Readonly<Record<string, unknown>> {
  return {
    partition,
    range,
    hash,
    random,
    uuid: () => randomUUID(),
    parse: (text: unknown) => (text === undefined ? undefined : JSON.parse(requireText(text, '$parse'))),
    eval: () => fail('the function $eval is not offered by Step Functions; use $parse'),
    millis: () => now.getTime(),
    now: async (picture?: string, timezone?: string) =>
      await formatTime.evaluate(undefined, { at: now.getTime(), picture, timezone }),
  };
}

const formatTime = jsonata('$fromMillis($at, $picture, $timezone)');

function partition(array: unknown, size: unknown): unknown[] | undefined {
  if (array === undefined) return undefined;
  const items = Array.isArray(array) ? [...array] : [array];
  const length = Math.trunc(Number(size));
  if (!(length >= 1)) return fail(`$partition needs a size of at least 1, not ${String(size)}`);
  return Array.from({ length: Math.ceil(items.length / length) }, (_, at) =>
    items.slice(at * length, (at + 1) * length),
  );
}

function range(first: unknown, last: unknown, step: unknown): number[] {
  const [from, to, by] = [first, last, step].map((value) => Math.trunc(Number(value)));
  if (from === undefined || to === undefined || !by)
    return fail('$range needs three numbers, and a step other than 0');
  const length = Math.max(0, Math.floor((to - from) / by) + 1);
  if (!(length <= RANGE_MAX)) fail(`$range gives at most ${RANGE_MAX} elements`);
  return Array.from({ length }, (_, at) => from + at * by);
}

function hash(text: unknown, algorithm: unknown): string | undefined {
  if (text === undefined) return undefined;
  const name = HASHES[String(algorithm)];
  if (name === undefined)
    return fail(`$hash knows ${Object.keys(HASHES).join(', ')}, not ${String(algorithm)}`);
  const content = requireText(text, '$hash');
  if (content.length > HASH_INPUT_MAX) return fail(`$hash takes at most ${HASH_INPUT_MAX} characters`);
  return createHash(name).update(content).digest('hex');
}

/** With a seed, always the same number for it. */
function random(seed?: unknown): number {
  if (seed === undefined) return Math.random();
  if (typeof seed !== 'number' && typeof seed !== 'string') return fail('$random takes a number as its seed');
  const digest = createHash('sha256').update(String(seed)).digest();
  return digest.readUIntBE(0, 6) / 2 ** 48;
}

function requireText(value: unknown, name: string): string {
  return typeof value === 'string' ? value : fail(`${name} needs a text, not ${JSON.stringify(value)}`);
}

function fail(message: string): never {
  throw new Error(message);
}
