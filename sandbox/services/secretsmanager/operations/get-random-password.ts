import { randomInt } from 'node:crypto';
import type {
  GetRandomPasswordCommandInput,
  GetRandomPasswordCommandOutput,
} from '@aws-sdk/client-secrets-manager';
import { AwsError } from '../../../cloud/aws-error.ts';
import { defineOperation } from '../../../cloud/operation.ts';

const LENGTH_DEFAULT = 32;
const LENGTH_MAX = 4096;
const LOWER = 'abcdefghijklmnopqrstuvwxyz';
const NUMBERS = '0123456789';
const PUNCTUATION = '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~';

export const getRandomPassword = defineOperation<
  GetRandomPasswordCommandInput,
  GetRandomPasswordCommandOutput
>({
  service: 'secretsmanager',
  name: 'GetRandomPassword',
  members: [
    'ExcludeCharacters',
    'ExcludeLowercase',
    'ExcludeNumbers',
    'ExcludePunctuation',
    'ExcludeUppercase',
    'IncludeSpace',
    'PasswordLength',
    'RequireEachIncludedType',
  ],
  authorize: () => [{ action: 'secretsmanager:GetRandomPassword', resource: '*' }],
  handle: (input) => {
    const length = input.PasswordLength ?? LENGTH_DEFAULT;
    const kinds = kindsOf(input);
    const isEach = input.RequireEachIncludedType !== false;
    if (length < 1 || length > LENGTH_MAX || kinds.length === 0 || (isEach && length < kinds.length))
      throw new AwsError('InvalidParameterException', `no password of ${length} characters can be made so`);
    const all = kinds.join('');
    const first = isEach ? kinds.map(pick) : [];
    const rest = Array.from({ length: length - first.length }, () => pick(all));
    return { RandomPassword: shuffled([...first, ...rest]).join('') };
  },
});

function kindsOf(input: GetRandomPasswordCommandInput): readonly string[] {
  const excluded = new Set(input.ExcludeCharacters ?? '');
  return [
    input.ExcludeLowercase === true ? '' : LOWER,
    input.ExcludeUppercase === true ? '' : LOWER.toUpperCase(),
    input.ExcludeNumbers === true ? '' : NUMBERS,
    input.ExcludePunctuation === true ? '' : PUNCTUATION,
    input.IncludeSpace === true ? ' ' : '',
  ]
    .map((kind) =>
      Array.from(kind)
        .filter((character) => !excluded.has(character))
        .join(''),
    )
    .filter((kind) => kind !== '');
}

function pick(characters: string): string {
  return characters.charAt(randomInt(characters.length));
}

/** Fisher–Yates, so that the characters of required kinds do not stand in front. */
function shuffled(characters: readonly string[]): readonly string[] {
  const result = [...characters];
  for (let index = result.length - 1; index > 0; index -= 1) {
    const other = randomInt(index + 1);
    [result[index], result[other]] = [result[other] ?? '', result[index] ?? ''];
  }
  return result;
}
