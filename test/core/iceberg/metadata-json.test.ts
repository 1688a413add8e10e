import fc from 'fast-check';
import { expect, it } from 'vitest';

import { createTable } from '../../../core/iceberg/create-table.ts';
import { parseTableMetadata, renderTableMetadata } from '../../../core/iceberg/metadata-json.ts';

const table = createTable({
  location: 's3://b/t',
  columns: [{ name: 'a', type: 'int' }],
  partitionBy: [],
  uuid: 'u',
  now: new Date(0),
});

it('keeps snapshot ids exact, and keys that it does not know', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 1n, max: 2n ** 63n - 1n }), (id) => {
      const metadata = {
        ...table,
        'current-snapshot-id': id,
        refs: { main: { 'snapshot-id': id, type: 'branch' as const } },
        statistics: [{ 'snapshot-id': id, 'statistics-path': 'p' }],
      };
      const text = renderTableMetadata(metadata);
      expect(text).toContain(`"current-snapshot-id":${id}`);
      expect(parseTableMetadata(text)).toEqual(metadata);
    }),
  );
});

it.each([
  ['{"format-version":1}', 'its format version is 1; only 2 is supported'],
  ['[]', 'its format version is undefined'],
  ['{"format-version":2,"table-uuid":"u","location":"l"}', 'it has no last-sequence-number'],
])('refuses %s', (text, why) => {
  expect(() => parseTableMetadata(text)).toThrow(why);
});
