import type { DestinationConfig } from '@aws-sdk/client-lambda';
import { z } from 'zod';
import { defineProvider } from '../define-provider.ts';
import { picked } from '../live-properties.ts';
import { unlessAbsent } from '../not-found.ts';
import { count, sdkShape } from '../property-schemas.ts';
import type { ResourceContext } from '../resource-provider.ts';

const Properties = z.strictObject({
  FunctionName: z.string(),
  Qualifier: z.string(),
  MaximumEventAgeInSeconds: count.optional(),
  MaximumRetryAttempts: count.optional(),
  DestinationConfig: sdkShape<DestinationConfig>('OnFailure', 'OnSuccess').optional(),
});
type Properties = z.infer<typeof Properties>;

export const lambdaEventInvokeConfig = defineProvider<Properties>({
  type: 'AWS::Lambda::EventInvokeConfig',
  properties: Properties,
  createOnly: ['FunctionName', 'Qualifier'],
  createsAgain: true,
  identify: ({ FunctionName, Qualifier }) => `${FunctionName}|${Qualifier}`,
  create: async (properties, context) => {
    await put(properties, context);
    return { physicalId: `${properties.FunctionName}|${properties.Qualifier}` };
  },
  read: async (_physicalId, { call }, { FunctionName, Qualifier }) =>
    (await unlessAbsent(call('lambda', 'GetFunctionEventInvokeConfig', { FunctionName, Qualifier }))) && {},
  describe: async (_physicalId, { call }, { FunctionName, Qualifier }) => {
    const address = { FunctionName, Qualifier };
    const found = await unlessAbsent(call('lambda', 'GetFunctionEventInvokeConfig', address));
    return found && picked(found, 'MaximumEventAgeInSeconds', 'MaximumRetryAttempts', 'DestinationConfig');
  },
  update: async (_physicalId, { desired }, context) => {
    await put(desired, context);
    return undefined;
  },
  delete: async (_physicalId, { call }, { FunctionName, Qualifier }) => {
    await unlessAbsent(call('lambda', 'DeleteFunctionEventInvokeConfig', { FunctionName, Qualifier }));
  },
});

async function put(properties: Properties, { call }: ResourceContext): Promise<void> {
  const { FunctionName, Qualifier, MaximumEventAgeInSeconds, MaximumRetryAttempts, DestinationConfig } =
    properties;
  await call('lambda', 'PutFunctionEventInvokeConfig', {
    FunctionName,
    Qualifier,
    ...(MaximumEventAgeInSeconds !== undefined && { MaximumEventAgeInSeconds }),
    ...(MaximumRetryAttempts !== undefined && { MaximumRetryAttempts }),
    ...(DestinationConfig && { DestinationConfig }),
  });
}
