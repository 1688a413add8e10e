import { describe, expect, it } from 'vitest';
import { narrowed, type PermissionChange } from '../../../cli/deploy/permission-changes.ts';

const change = (kind: 'gained' | 'lost', more: Partial<PermissionChange> = {}): PermissionChange => ({
  kind,
  effect: 'Allow',
  principal: 'grove-prod-shop-analyst',
  action: 'glue:GetTable\nglue:GetTables',
  resource: 'database/shop\ntable/shop/*',
  condition: '',
  ...more,
});

describe('changed statements of a plan', () => {
  it('say what they have more and less, not what stays', () => {
    const [gained, lost] = [
      change('gained', { resource: 'database/shop\ndatabase/forest' }),
      change('lost', { resource: 'database/shop\ntable/shop/*' }),
    ];
    expect(narrowed([gained, lost])).toEqual([
      { ...gained, resource: 'database/forest' },
      { ...lost, resource: 'table/shop/*' },
    ]);
    expect(narrowed([change('gained'), change('lost', { action: 'glue:GetTable' })])).toEqual([
      change('gained', { action: 'glue:GetTables' }),
    ]);
  });

  it('stay whole where more than one thing differs, or a list says what is not meant', () => {
    for (const other of [
      { principal: 'somebody' },
      { effect: 'Deny' },
      { condition: '{}' },
      { action: 'glue:GetTable', resource: 'database/shop' },
      { resource: 'NOT database/shop' },
    ]) {
      const changes = [change('gained'), change('lost', other)];
      expect(narrowed(changes)).toEqual(changes);
    }
  });

  it('are paired once each', () => {
    const changes = [
      change('gained', { resource: 'a\nb' }),
      change('gained', { resource: 'a\nc' }),
      change('lost', { resource: 'a' }),
    ];
    expect(narrowed(changes)).toEqual([
      change('gained', { resource: 'b' }),
      change('gained', { resource: 'a\nc' }),
    ]);
  });
});
