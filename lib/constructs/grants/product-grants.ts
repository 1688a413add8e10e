import type { GrantDeclaration, GrantTarget } from '../../../core/access/grants/declaration.ts';
import { invariant } from '../../../core/errors/invariant.ts';
import { glueDatabase, glueTable } from '../../../core/naming/names.ts';
import type { Product, Subscription, Table } from '../../../core/spec/mesh.ts';
import type { DomainScope } from '../../domain-scope.ts';
import { accountOf, domainRoleArn } from '../../mesh-scope.ts';

/** What other roles may read of a product: one grant per role of each live subscription, to the role itself. */
export function productGrants(domain: DomainScope, product: Product): readonly GrantDeclaration[] {
  return product.subscriptions.flatMap((subscription) => {
    const table = product.tables.find(({ name }) => name === subscription.table);
    invariant(table, `subscription ${subscription.file} was resolved against its product`);
    return [
      ...subscription.roles.map((role) => reading(domain, product, { subscription, table, role })),
      ...describing(domain, product, subscription),
    ];
  });
}

type Reader = { readonly subscription: Subscription; readonly table: Table; readonly role: string };

function reading(domain: DomainScope, product: Product, reader: Reader): GrantDeclaration {
  const { subscription, table, role } = reader;
  const whole = tableTarget(domain, product, subscription.table);
  const isWhole = subscription.rows === undefined && subscription.columns.length === table.columns.length;
  return {
    principal: domainRoleArn(domain.scope, subscription.consumer, role),
    target: isWhole
      ? whole
      : {
          ...whole,
          kind: 'filter',
          columns: subscription.columns,
          ...(subscription.rows !== undefined && { rows: subscription.rows }),
        },
    permissions: isWhole ? ['DESCRIBE', 'SELECT'] : ['SELECT'],
    expires: subscription.expires,
    because: subscription.file,
  };
}

/**
 * Who resolves a pipeline's inputs must see which snapshot is current, and none of its rows; who keeps the links of
 * another account must see whether there is something behind them.
 */
function describing(
  domain: DomainScope,
  product: Product,
  subscription: Subscription,
): readonly GrantDeclaration[] {
  const isAbroad = accountOf(domain.scope, subscription.consumer) !== domain.account;
  const roles = [
    ...(subscription.roles.includes('pipeline') ? ['publisher'] : []),
    ...(isAbroad ? ['reconciler'] : []),
  ];
  return roles.map((role) => ({
    principal: domainRoleArn(domain.scope, subscription.consumer, role),
    target: tableTarget(domain, product, subscription.table),
    permissions: ['DESCRIBE'],
    expires: subscription.expires,
    because: subscription.file,
  }));
}

function tableTarget(domain: DomainScope, product: Product, table: string): GrantTarget & { kind: 'table' } {
  return {
    kind: 'table',
    catalogId: domain.account,
    database: glueDatabase(product.domain, 'products'),
    table: glueTable(table, product.major),
  };
}
