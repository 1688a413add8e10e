import { describe, expect, it } from 'vitest';

import { createTable } from '../../../core/iceberg/create-table.ts';
import { evolveSchema } from '../../../core/iceberg/evolve-schema.ts';
import { nameMapping } from '../../../core/iceberg/name-mapping.ts';
import type { TableColumn } from '../../../core/iceberg/table-columns.ts';
import { schemaOf } from '../../../core/iceberg/table-state.ts';
import type { ColumnType } from '../../../core/spec/mesh.ts';

const NOW = new Date('2026-01-01T00:00:00Z');

const tableOf = (columns: readonly TableColumn[]) =>
  createTable({ location: 's3://b/t', columns, partitionBy: [], uuid: 'u', now: NOW });

describe('evolveSchema', () => {
  it('adds a column at the end with a new id, whatever its place in the contract', () => {
    const before = tableOf([
      { name: 'a', type: 'int' },
      { name: 'b', type: 'string' },
    ]);
    const after = evolveSchema(
      before,
      [
        { name: 'new', type: 'date' },
        { name: 'a', type: 'int' },
        { name: 'b', type: 'string' },
      ],
      NOW,
    );
    expect(schemaOf(after).fields.map(({ id, name }) => [id, name])).toEqual([
      [1, 'a'],
      [2, 'b'],
      [3, 'new'],
    ]);
    expect(after['current-schema-id']).toBe(1);
    expect(after.schemas).toHaveLength(2);
    expect(nameMapping(after).get('new')).toBe(3);
  });

  it('answers the same metadata when nothing changes', () => {
    const before = tableOf([{ name: 'a', type: 'decimal(9,2)', description: 'x' }]);
    expect(evolveSchema(before, [{ name: 'a', type: 'decimal(9,2)', description: 'x' }], NOW)).toBe(before);
  });

  it.each<[ColumnType, ColumnType]>([
    ['int', 'bigint'],
    ['float', 'double'],
    ['decimal(9,2)', 'decimal(12,2)'],
  ])('widens %s to %s and keeps the id', (from, to) => {
    const after = evolveSchema(tableOf([{ name: 'a', type: from }]), [{ name: 'a', type: to }], NOW);
    expect(schemaOf(after).fields).toMatchObject([{ id: 1 }]);
    expect(evolveSchema(after, [{ name: 'a', type: to }], NOW)).toBe(after);
  });

  it.each<[ColumnType, ColumnType]>([
    ['bigint', 'int'],
    ['int', 'double'],
    ['string', 'int'],
    ['decimal(9,2)', 'decimal(9,3)'],
    ['decimal(9,2)', 'decimal(8,2)'],
    ['date', 'timestamp'],
  ])('refuses to turn %s into %s', (from, to) => {
    expect(() => evolveSchema(tableOf([{ name: 'a', type: from }]), [{ name: 'a', type: to }], NOW)).toThrow(
      /"a" cannot become/,
    );
  });

  it('refuses to drop a column', () => {
    const before = tableOf([
      { name: 'a', type: 'int' },
      { name: 'b', type: 'int' },
    ]);
    expect(() => evolveSchema(before, [{ name: 'a', type: 'int' }], NOW)).toThrowErrorMatchingInlineSnapshot(
      `[SchemaChangeRefused: the table cannot follow its contract: "b" would be dropped]`,
    );
  });

  it('renames by field id; files written before are found by their old name', () => {
    const after = evolveSchema(
      tableOf([{ name: 'a', type: 'int' }]),
      [{ name: 'z', type: 'int', fieldId: 1 }],
      NOW,
    );
    expect(schemaOf(after).fields).toMatchObject([{ id: 1, name: 'z' }]);
    expect(nameMapping(after)).toEqual(
      new Map([
        ['z', 1],
        ['a', 1],
      ]),
    );
  });

  it('refuses a new column under a name that another column had', () => {
    const renamed = evolveSchema(
      tableOf([{ name: 'a', type: 'int' }]),
      [{ name: 'z', type: 'int', fieldId: 1 }],
      NOW,
    );
    expect(() =>
      evolveSchema(
        renamed,
        [
          { name: 'z', type: 'int' },
          { name: 'a', type: 'int' },
        ],
        NOW,
      ),
    ).toThrow(/"a" was the name of another column/);
  });
});
