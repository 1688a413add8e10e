import { bucketName, BUCKET_PURPOSES } from '../../naming/names.ts';
import { offence } from '../property.ts';
import type { ExampleResources, TemplateRule } from '../template-rule.ts';

export const registersOwnBuckets: TemplateRule = {
  id: 'L-9',
  statement: 'A domain registers its own buckets only, and never the one that holds query results',
  fix: 'register the landing and the products bucket of the domain',
  source: 'AWS’s guide to Athena with Lake Formation: the location of results is not registered',
  types: ['AWS::LakeFormation::Resource'],
  check: ({ properties: { ResourceArn } }, { scope: { names, domain, account } }) => {
    const own = BUCKET_PURPOSES.filter((purpose) => purpose !== 'results').map(
      (purpose) => `arn:aws:s3:::${bucketName(names, domain, purpose, account)}`,
    );
    return own.some((arn) => arn === ResourceArn) ? [] : [offence('ResourceArn', ResourceArn)];
  },
  examples: [
    { name: 'products', expect: 'holds', resources: registered('sales-products') },
    { name: 'results', expect: 'breaks', resources: registered('sales-results') },
    {
      name: 'a domain whose name begins alike',
      expect: 'breaks',
      resources: registered('sales-eu-products'),
    },
  ],
};

function registered(bucket: string): ExampleResources {
  const ResourceArn = `arn:aws:s3:::acme-prod-${bucket}-111111111111-eu-west-1`;
  return { Registration: { Type: 'AWS::LakeFormation::Resource', Properties: { ResourceArn } } };
}
