import { IDENTITY_TYPES, statementsOf } from '../policy-statement.ts';
import { offence } from '../property.ts';
import type { TemplateRule } from '../template-rule.ts';
import { roleThatMay } from './role-example.ts';

/** Names hold single hyphens: what precedes a wildcard must be something that no name can contain. */
const SEPARATED = /(?:[/:]|--)$/;

export const endsPatternsBehindASeparator: TemplateRule = {
  id: 'I-11',
  statement:
    'A pattern of resources begins behind a separator that no name can contain, so that it fits no longer name',
  fix: 'name the resource, or put `/`, `:` or `--` before the wildcard',
  source: 'a domain’s name may be the beginning of another’s: `sales` and `sales-eu`',
  types: IDENTITY_TYPES,
  check: (role) =>
    statementsOf(role, 'identity')
      .filter(({ effect }) => effect === 'Allow')
      .flatMap(({ at, resources }) =>
        resources
          .filter((arn) => arn !== '*' && !isSeparated(arn))
          .map((arn) => offence(`${at}.Resource`, arn)),
      ),
  examples: [
    {
      name: 'below a prefix',
      expect: 'holds',
      resources: reading('arn:aws:s3:::acme-prod-sales-products/orders/*'),
    },
    {
      name: 'behind two hyphens',
      expect: 'holds',
      resources: reading('arn:aws:states:::execution:acme-prod-sales--*'),
    },
    { name: 'behind one hyphen', expect: 'breaks', resources: reading('arn:aws:s3:::acme-prod-sales-*') },
    { name: 'behind a letter', expect: 'breaks', resources: reading('arn:aws:s3:::acme-prod-sales*') },
  ],
};

function isSeparated(arn: string): boolean {
  const at = arn.search(/[*?]/);
  return at < 0 || SEPARATED.test(arn.slice(0, at));
}

function reading(Resource: string) {
  return roleThatMay({ Action: 's3:GetObject', Resource });
}
