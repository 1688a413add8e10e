import type { ExampleResources } from '../template-rule.ts';
import { GRANT_TYPE } from './grant-type.ts';

/** For examples: a grant that the domain `sales` declares for a product. */
export function grantWith(more: Readonly<Record<string, unknown>>): ExampleResources {
  return {
    Grant: {
      Type: GRANT_TYPE,
      Properties: {
        owner: 'orders/v1',
        principal: 'arn:aws:iam::222222222222:role/acme-prod-finance-analyst',
        permissions: ['SELECT', 'DESCRIBE'],
        target: { kind: 'table', catalogId: '111111111111', database: 'sales', table: 'orders_v1' },
        ...more,
      },
    },
  };
}
