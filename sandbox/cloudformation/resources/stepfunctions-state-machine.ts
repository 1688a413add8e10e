import { z } from 'zod';
import { AwsError } from '../../cloud/aws-error.ts';
import { defineProvider } from '../define-provider.ts';
import { documentIn } from '../live-properties.ts';
import { generatedName } from '../generated-name.ts';
import { unlessAbsent } from '../not-found.ts';
import { count, document, flag, tagList } from '../property-schemas.ts';
import type { ResourceContext } from '../resource-provider.ts';
import { tagChanges } from '../tag-changes.ts';

const Properties = z.strictObject({
  StateMachineName: z.string().optional(),
  StateMachineType: z.enum(['STANDARD', 'EXPRESS']).optional(),
  RoleArn: z.string(),
  DefinitionString: z.string().optional(),
  Definition: document.optional(),
  DefinitionSubstitutions: z.record(z.string(), z.coerce.string()).default({}),
  LoggingConfiguration: z
    .strictObject({
      Level: z.enum(['ALL', 'ERROR', 'FATAL', 'OFF']).default('OFF'),
      IncludeExecutionData: flag.default(false),
      Destinations: z
        .array(z.strictObject({ CloudWatchLogsLogGroup: z.strictObject({ LogGroupArn: z.string() }) }))
        .default([]),
    })
    .optional(),
  TracingConfiguration: z.strictObject({ Enabled: flag.default(false) }).optional(),
  EncryptionConfiguration: z
    .strictObject({
      Type: z.enum(['AWS_OWNED_KEY', 'CUSTOMER_MANAGED_KMS_KEY']),
      KmsKeyId: z.string().optional(),
      KmsDataKeyReusePeriodSeconds: count.optional(),
    })
    .optional(),
  Tags: tagList.optional(),
});
type Properties = z.infer<typeof Properties>;

export const stepfunctionsStateMachine = defineProvider<Properties>({
  type: 'AWS::StepFunctions::StateMachine',
  properties: Properties,
  createOnly: ['StateMachineName', 'StateMachineType'],
  identifiers: ['Arn'],
  tags: 'list',
  identify: (properties, context) =>
    `arn:aws:states:${context.region}:${context.accountId}:stateMachine:${nameOf(properties, context)}`,
  create: async (properties, context) => {
    const { StateMachineType, Tags } = properties;
    const { stateMachineArn = '' } = await context.call('states', 'CreateStateMachine', {
      name: nameOf(properties, context),
      ...settings(properties),
      ...(StateMachineType !== undefined && { type: StateMachineType }),
      ...(Tags && Tags.length > 0 && { tags: Tags.map(stateTag) }),
    });
    return { physicalId: stateMachineArn };
  },
  read: async (stateMachineArn, { call }) => {
    const found = await unlessAbsent(call('states', 'DescribeStateMachine', { stateMachineArn }));
    if (found === undefined || found.status === 'DELETING') return undefined;
    // A machine that was never updated has no revision id; `INITIAL` names that revision.
    const StateMachineRevisionId = found.revisionId ?? 'INITIAL';
    return { Arn: stateMachineArn, Name: found.name, StateMachineRevisionId };
  },
  describe: async (stateMachineArn, { call }, properties) => {
    const found = await unlessAbsent(call('states', 'DescribeStateMachine', { stateMachineArn }));
    if (found === undefined || found.status === 'DELETING') return undefined;
    const { tags = [] } = await call('states', 'ListTagsForResource', { resourceArn: stateMachineArn });
    const isSame = found.definition === definitionOf(properties);
    return {
      StateMachineName: found.name,
      StateMachineType: found.type,
      RoleArn: found.roleArn,
      DefinitionString: isSame ? properties.DefinitionString : found.definition,
      Definition: isSame ? properties.Definition : documentIn(found.definition),
      TracingConfiguration: { Enabled: found.tracingConfiguration?.enabled },
      Tags: tags.map(({ key, value }) => ({ Key: key, Value: value })),
    };
  },
  update: async (stateMachineArn, { previous, desired }, { call }) => {
    await call('states', 'UpdateStateMachine', {
      stateMachineArn,
      ...(previous.LoggingConfiguration && { loggingConfiguration: { level: 'OFF' } }),
      ...(previous.TracingConfiguration && { tracingConfiguration: { enabled: false } }),
      ...settings(desired),
    });
    const tags = tagChanges(previous.Tags, desired.Tags);
    const resourceArn = stateMachineArn;
    if (tags.set.length > 0)
      await call('states', 'TagResource', { resourceArn, tags: tags.set.map(stateTag) });
    if (tags.removed.length > 0)
      await call('states', 'UntagResource', { resourceArn, tagKeys: tags.removed });
    return undefined;
  },
  delete: async (stateMachineArn, { call }) => {
    await unlessAbsent(call('states', 'DeleteStateMachine', { stateMachineArn }));
  },
});

function nameOf({ StateMachineName }: Properties, context: ResourceContext): string {
  return StateMachineName ?? generatedName(context, 80);
}

function settings(properties: Properties) {
  const { RoleArn, LoggingConfiguration: logging, TracingConfiguration: tracing } = properties;
  const { EncryptionConfiguration: encryption } = properties;
  return {
    roleArn: RoleArn,
    definition: definitionOf(properties),
    ...(logging && {
      loggingConfiguration: {
        level: logging.Level,
        includeExecutionData: logging.IncludeExecutionData,
        destinations: logging.Destinations.map(({ CloudWatchLogsLogGroup }) => ({
          cloudWatchLogsLogGroup: { logGroupArn: CloudWatchLogsLogGroup.LogGroupArn },
        })),
      },
    }),
    ...(tracing && { tracingConfiguration: { enabled: tracing.Enabled } }),
    ...(encryption && {
      encryptionConfiguration: {
        type: encryption.Type,
        ...(encryption.KmsKeyId !== undefined && { kmsKeyId: encryption.KmsKeyId }),
        ...(encryption.KmsDataKeyReusePeriodSeconds !== undefined && {
          kmsDataKeyReusePeriodSeconds: encryption.KmsDataKeyReusePeriodSeconds,
        }),
      },
    }),
  };
}

/** Replaces `${Name}` of a substitution; other `${…}` stay as they are, for they may be the definition's own. */
function definitionOf({ DefinitionString, Definition, DefinitionSubstitutions }: Properties): string {
  const text = DefinitionString ?? (Definition && JSON.stringify(Definition));
  if (text === undefined) {
    throw new AwsError('InvalidDefinition', 'a state machine needs DefinitionString or Definition');
  }
  return text.replaceAll(/\$\{([^}]+)\}/g, (whole, name: string) => DefinitionSubstitutions[name] ?? whole);
}

function stateTag({ Key, Value }: { readonly Key: string; readonly Value: string }) {
  return { key: Key, value: Value };
}
