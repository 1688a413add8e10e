import { loadAwsServiceSpecSync } from '@aws-cdk/aws-service-spec';
import { expect, it } from 'vitest';
import { RESOURCE_PROVIDERS } from '../../../sandbox/cloudformation/resources/providers.ts';

const database = loadAwsServiceSpecSync();

/** Where the sandbox replaces although the published schema does not say so, with the reason. */
const STRICTER: Readonly<Record<string, readonly string[]>> = {
  // The API has no call that moves them.
  'AWS::Logs::LogGroup': ['LogGroupClass'],
  'AWS::Scheduler::Schedule': ['GroupName'],
  'AWS::StepFunctions::StateMachineAlias': ['StateMachineArn'],
  // Schema of the resource's own input, below the top level.
  'AWS::Glue::Database': ['DatabaseInput.Name'],
  'AWS::Glue::Table': ['TableInput.Name'],
};

it.each(RESOURCE_PROVIDERS.map((provider) => [provider.type, provider] as const))(
  '%s replaces where the published schema says so',
  (type, provider) => {
    const [resource] = database.lookup('resource', 'cloudFormationType', 'equals', type);
    // CDK::Metadata has no schema.
    if (resource === undefined) return expect(type).toBe('AWS::CDK::Metadata');
    const published = Object.entries(resource.properties)
      .filter(([name]) => provider.propertyNames?.includes(name))
      .filter(([, { causesReplacement }]) => causesReplacement !== undefined && causesReplacement !== 'no')
      .map(([name]) => name);
    expect([...provider.createOnly].sort()).toEqual([...published, ...(STRICTER[type] ?? [])].sort());
  },
);

it.each(RESOURCE_PROVIDERS.map((provider) => [provider.type, provider] as const))(
  '%s names only properties that CloudFormation knows, and all that it requires',
  (type, provider) => {
    const [resource] = database.lookup('resource', 'cloudFormationType', 'equals', type);
    if (resource === undefined) return expect(type).toBe('AWS::CDK::Metadata');
    const names = Object.keys(resource.properties);
    const required = names.filter((name) => resource.properties[name]?.required);
    expect(names).toEqual(expect.arrayContaining([...(provider.propertyNames ?? [])]));
    expect(provider.propertyNames).toEqual(expect.arrayContaining(required));
  },
);

it.each(
  RESOURCE_PROVIDERS.flatMap(({ type, identifiers }) =>
    identifiers === undefined ? [] : [[type, identifiers] as const],
  ),
)('%s is imported by what CloudFormation identifies it by', (type, identifiers) => {
  const [resource] = database.lookup('resource', 'cloudFormationType', 'equals', type);
  expect(identifiers).toEqual(resource?.primaryIdentifier);
});
