import { bucketName, BUCKET_PURPOSES } from '../../naming/names.ts';
import { offence, property, texts } from '../property.ts';
import type { Offence, RuleScope, TemplateRule } from '../template-rule.ts';
import { grantWith } from './grant-example.ts';
import { GRANT_TYPE } from './grant-type.ts';

const tagged = (expression: Readonly<Record<string, readonly string[]>>) =>
  grantWith({
    owner: 'namespace',
    target: { kind: 'lf-tag-policy', catalogId: '111111111111', resourceType: 'TABLE', expression },
  });

export const grantsWhatIsItsOwn: TemplateRule = {
  id: 'L-11',
  statement:
    'A domain grants in its own catalog, on its own buckets, and by tags only with its own `domain` and a `zone`',
  fix: 'let the owner of the data declare the grant',
  source: 'domain ownership: an expression without `domain` covers every domain of the account',
  types: [GRANT_TYPE],
  check: ({ properties: { target } }, { scope }) => [
    ...(property(target, 'catalogId') === scope.account
      ? []
      : [offence('target.catalogId', property(target, 'catalogId'))]),
    ...expression(target, scope),
    ...location(target, scope),
  ],
  examples: [
    { name: 'its own table', expect: 'holds', resources: grantWith({}) },
    { name: 'its own tag', expect: 'holds', resources: tagged({ domain: ['sales'], zone: ['products'] }) },
    { name: 'any domain', expect: 'breaks', resources: tagged({ zone: ['products'] }) },
    {
      name: 'two domains',
      expect: 'breaks',
      resources: tagged({ domain: ['sales', 'hr'], zone: ['products'] }),
    },
    {
      name: 'another catalog',
      expect: 'breaks',
      resources: grantWith({ target: { kind: 'database', catalogId: '222222222222', database: 'finance' } }),
    },
    {
      name: 'another domain’s bucket',
      expect: 'breaks',
      resources: grantWith({
        target: {
          kind: 'data-location',
          catalogId: '111111111111',
          resourceArn: 'arn:aws:s3:::acme-prod-sales-eu-products-111111111111-eu-west-1',
        },
      }),
    },
  ],
};

function expression(target: unknown, { domain }: RuleScope): readonly Offence[] {
  if (property(target, 'kind') !== 'lf-tag-policy') return [];
  const found = property(target, 'expression');
  const isOwn =
    texts(property(found, 'domain')).join() === domain && texts(property(found, 'zone')).length > 0;
  return isOwn ? [] : [offence('target.expression', found)];
}

function location(target: unknown, { names, domain, account }: RuleScope): readonly Offence[] {
  const arn = property(target, 'resourceArn');
  if (property(target, 'kind') !== 'data-location') return [];
  const own = BUCKET_PURPOSES.map((purpose) => `arn:aws:s3:::${bucketName(names, domain, purpose, account)}`);
  return own.some((one) => one === arn) ? [] : [offence('target.resourceArn', arn)];
}
