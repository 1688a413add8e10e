import { bucketName, BUCKET_PURPOSES } from '../../naming/names.ts';
import { offence, property } from '../property.ts';
import type { ExampleResources, RuleScope, TemplateRule } from '../template-rule.ts';

const LOCATIONS = ['DatabaseInput.LocationUri', 'TableInput.StorageDescriptor.Location'] as const;

export const liesInOwnBucket: TemplateRule = {
  id: 'G-4',
  statement: 'A database or table lies in a bucket of its own domain',
  fix: 'let the location begin with a bucket of the same domain, account and region',
  source: 'location hijack: who names a location in the catalog has Lake Formation read there',
  types: ['AWS::Glue::Database', 'AWS::Glue::Table'],
  check: ({ properties }, { scope }) =>
    LOCATIONS.map((path) => [path, property(properties, path)] as const)
      .filter(([, location]) => location !== undefined && !isOwn(location, scope))
      .map(([path, location]) => offence(path, location)),
  examples: [
    {
      name: 'the domain’s bucket',
      expect: 'holds',
      resources: databaseAt('s3://acme-prod-sales-products-111111111111-eu-west-1/'),
    },
    {
      name: 'the bucket of a domain whose name begins alike',
      expect: 'breaks',
      resources: databaseAt('s3://acme-prod-sales-eu-products-111111111111-eu-west-1/'),
    },
    {
      name: 'what only the stack’s parameters know',
      expect: 'breaks',
      resources: databaseAt({ Ref: 'Given' }),
    },
  ],
};

function isOwn(location: unknown, { names, domain, account }: RuleScope): boolean {
  return BUCKET_PURPOSES.some((purpose) =>
    String(location).startsWith(`s3://${bucketName(names, domain, purpose, account)}/`),
  );
}

function databaseAt(LocationUri: unknown): ExampleResources {
  return {
    Database: { Type: 'AWS::Glue::Database', Properties: { DatabaseInput: { Name: 'sales', LocationUri } } },
  };
}
