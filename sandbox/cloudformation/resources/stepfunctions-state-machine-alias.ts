import { z } from 'zod';
import { defineProvider } from '../define-provider.ts';
import { generatedName } from '../generated-name.ts';
import { unlessAbsent } from '../not-found.ts';
import { count } from '../property-schemas.ts';
import type { ResourceContext } from '../resource-provider.ts';

const Properties = z.strictObject({
  Name: z.string().optional(),
  Description: z.string().optional(),
  StateMachineArn: z.string().optional(),
  RoutingConfiguration: z
    .array(z.strictObject({ StateMachineVersionArn: z.string(), Weight: count }))
    .min(1)
    .max(2)
    .optional(),
  // Gradual shifting needs alarms and time: the sandbox shifts at once or refuses.
  DeploymentPreference: z
    .strictObject({
      StateMachineVersionArn: z.string(),
      Type: z.literal('ALL_AT_ONCE'),
      Alarms: z.array(z.string()).max(0).optional(),
    })
    .optional(),
});
type Properties = z.infer<typeof Properties>;

export const stepfunctionsStateMachineAlias = defineProvider<Properties>({
  type: 'AWS::StepFunctions::StateMachineAlias',
  properties: Properties,
  createOnly: ['Name', 'StateMachineArn'],
  identifiers: ['Arn'],
  identify: (properties, context) => `${machineArn(properties)}:${nameOf(properties, context)}`,
  create: async (properties, context) => {
    const { stateMachineAliasArn = '' } = await context.call('states', 'CreateStateMachineAlias', {
      name: nameOf(properties, context),
      routingConfiguration: routing(properties),
      ...(properties.Description !== undefined && { description: properties.Description }),
    });
    return { physicalId: stateMachineAliasArn };
  },
  read: async (stateMachineAliasArn, { call }) => {
    const found = await unlessAbsent(call('states', 'DescribeStateMachineAlias', { stateMachineAliasArn }));
    return found && { Arn: stateMachineAliasArn };
  },
  describe: async (stateMachineAliasArn, { call }) => {
    const found = await unlessAbsent(call('states', 'DescribeStateMachineAlias', { stateMachineAliasArn }));
    return (
      found && {
        Name: found.name,
        Description: found.description,
        RoutingConfiguration: found.routingConfiguration?.map(({ stateMachineVersionArn, weight }) => ({
          StateMachineVersionArn: stateMachineVersionArn,
          Weight: weight,
        })),
      }
    );
  },
  update: async (stateMachineAliasArn, { desired }, { call }) => {
    const { Description: description = '' } = desired;
    const routingConfiguration = routing(desired);
    await call('states', 'UpdateStateMachineAlias', {
      stateMachineAliasArn,
      description,
      routingConfiguration,
    });
    return undefined;
  },
  delete: async (stateMachineAliasArn, { call }) => {
    await unlessAbsent(call('states', 'DeleteStateMachineAlias', { stateMachineAliasArn }));
  },
});

function nameOf({ Name }: Properties, context: ResourceContext): string {
  return Name ?? generatedName(context, 80);
}

function routing({ RoutingConfiguration, DeploymentPreference }: Properties) {
  const whole = DeploymentPreference && [{ ...DeploymentPreference, Weight: 100 }];
  return (RoutingConfiguration ?? whole ?? []).map(({ StateMachineVersionArn, Weight }) => ({
    stateMachineVersionArn: StateMachineVersionArn,
    weight: Weight,
  }));
}

/** An alias lives beside the versions that it points to: a version's ARN is the machine's with a number. */
function machineArn(properties: Properties): string {
  const version = routing(properties)[0]?.stateMachineVersionArn ?? '';
  return properties.StateMachineArn ?? version.slice(0, version.lastIndexOf(':'));
}
