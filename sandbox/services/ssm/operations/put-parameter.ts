import type { PutParameterCommandInput, PutParameterCommandOutput } from '@aws-sdk/client-ssm';
import { andTag } from '../../../cloud/and-tag.ts';
import { AwsError } from '../../../cloud/aws-error.ts';
import { defineOperation } from '../../../cloud/operation.ts';
import { onParameter } from '../parameter.ts';
import { type ParameterRecord, parameters } from '../store.ts';

const NAME = /^(\/?[\w.-]+)(\/[\w.-]+)*$/;
const LEVELS_MAX = 15;
/** @see https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-advanced-parameters.html */
const BYTES_MAX = { Standard: 4_096, Advanced: 8_192 } as const;

export const putParameter = defineOperation<PutParameterCommandInput, PutParameterCommandOutput>({
  service: 'ssm',
  name: 'PutParameter',
  authorize: ({ Name, Tags }, context) =>
    andTag(onParameter('PutParameter', Name, context), 'ssm:AddTagsToResource', Tags),
  handle: (input, context) => {
    const record = parameters(context.cloud);
    const name = checkedName(input.Name ?? '');
    const previous = record.get(context, name);
    if (previous && !input.Overwrite) {
      throw new AwsError(
        'ParameterAlreadyExists',
        'The parameter already exists. To overwrite this value, set the overwrite option in the request to true.',
      );
    }
    const next = nextRecord(input, { name, previous, now: context.now });
    record.put(context, name, next);
    return { Version: next.version, Tier: next.tier };
  },
});

function nextRecord(
  input: PutParameterCommandInput,
  {
    name,
    previous,
    now,
  }: { readonly name: string; readonly previous: ParameterRecord | undefined; readonly now: Date },
): ParameterRecord {
  if (previous && input.Tags) throw invalid('tags and overwrite cannot be used together');
  const tier = tierOf(input.Tier ?? previous?.tier);
  const value = input.Value ?? '';
  const bytes = Buffer.byteLength(value);
  if (bytes === 0) throw invalid('a parameter has at least one character');
  if (bytes > BYTES_MAX[tier])
    throw invalid(`${bytes} bytes are more than ${BYTES_MAX[tier]} of tier ${tier}`);
  return {
    name,
    type: typeOf(input.Type ?? previous?.type),
    value,
    description: input.Description ?? previous?.description ?? '',
    tier,
    version: (previous?.version ?? 0) + 1,
    modifiedAt: now.toISOString(),
    tags: Object.fromEntries(
      input.Tags?.map(({ Key, Value }) => [Key, Value]) ?? Object.entries(previous?.tags ?? {}),
    ),
  };
}

function checkedName(name: string): string {
  if (NAME.test(name) && name.split('/').length - 1 <= LEVELS_MAX) return name;
  throw invalid(`parameter name ${JSON.stringify(name)} is not valid`);
}

function typeOf(type: string | undefined): ParameterRecord['type'] {
  if (type === 'String' || type === 'StringList') return type;
  throw invalid(
    `the sandbox keeps parameters of type String and StringList, not ${type}; secrets go to Secrets Manager`,
  );
}

function tierOf(tier: string | undefined): ParameterRecord['tier'] {
  if (tier === undefined || tier === 'Standard') return 'Standard';
  if (tier === 'Advanced') return 'Advanced';
  throw invalid(`the sandbox has no tier ${tier}`);
}

function invalid(message: string): AwsError {
  return new AwsError('ValidationException', message);
}
