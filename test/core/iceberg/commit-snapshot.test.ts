import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { type CommitOperation, commitSnapshot } from '../../../core/iceberg/commit-snapshot.ts';
import { createTable } from '../../../core/iceberg/create-table.ts';
import type { DataFile } from '../../../core/iceberg/data-file.ts';
import type { TableMetadata } from '../../../core/iceberg/metadata.ts';
import { parseTableMetadata, renderTableMetadata } from '../../../core/iceberg/metadata-json.ts';
import { readTable } from '../../../core/iceberg/read-table.ts';
import { snapshotIdOf } from '../../../core/iceberg/snapshot-id.ts';
import { memoryIo } from './memory-io.ts';

const LOCATION = 's3://bucket/flights/v1/flights';
const START = new Date('2026-01-01T00:00:00Z');

function newTable(partitionBy: readonly string[] = []): TableMetadata {
  return createTable({
    location: LOCATION,
    columns: [
      { name: 'origin', type: 'string' },
      { name: 'delay', type: 'decimal(9,2)' },
    ],
    partitionBy,
    uuid: '7a1b0000-0000-4000-8000-000000000001',
    now: START,
  });
}

const dataFile = (path: string, partition: DataFile['partition'] = {}): DataFile => ({
  path,
  recordCount: BigInt(path.length),
  sizeBytes: 2n ** 40n,
  partition,
  columnSizes: new Map([[1, 10n]]),
  valueCounts: new Map([[1, 3n]]),
  nullCounts: new Map([[1, 0n]]),
  lowerBounds: new Map([[1, Uint8Array.from([65])]]),
  upperBounds: new Map([[1, Uint8Array.from([66, 0, 255])]]),
});

type Step = { readonly operation: CommitOperation; readonly files: readonly DataFile[] };

/** Commits one step after the other, each time through the text of `metadata.json`. */
async function commitAll(start: TableMetadata, steps: readonly Step[], io = memoryIo()) {
  let metadata = start;
  const ids: bigint[] = [];
  for (const [index, step] of steps.entries()) {
    const result = await commitSnapshot({
      ...step,
      metadata: parseTableMetadata(renderTableMetadata(metadata)),
      metadataLocation: `${LOCATION}/metadata/${index}.json`,
      snapshotId: snapshotIdOf(`run-${index}`, 'flights'),
      name: `run-${index}`,
      now: new Date(START.getTime() + (index + 1) * 1_000),
      io,
    });
    metadata = result.metadata;
    ids.push(result.snapshotId);
  }
  return { metadata, ids, io };
}

/** What the law says the table holds after each step. */
function expectedAfter(steps: readonly Step[]): DataFile[][] {
  let live: DataFile[] = [];
  return steps.map(({ operation, files }) => {
    const brought = new Set(files.map((file) => file.partition['origin']));
    const kept =
      operation === 'append'
        ? live
        : operation === 'replace'
          ? []
          : live.filter((file) => !brought.has(file.partition['origin']));
    live = [...kept, ...files];
    return live;
  });
}

const byPath = (files: readonly DataFile[]) =>
  files
    .map(({ path, recordCount, sizeBytes, partition, lowerBounds, upperBounds, nullCounts }) => ({
      path,
      recordCount,
      sizeBytes,
      partition: { ...partition },
      lowerBounds: [...lowerBounds].map(([id, bytes]) => [id, [...bytes]]),
      upperBounds: [...upperBounds].map(([id, bytes]) => [id, [...bytes]]),
      nullCounts: [...nullCounts],
    }))
    .toSorted((a, b) => (a.path < b.path ? -1 : 1));

const steps = (operations: readonly CommitOperation[]) =>
  fc
    .array(
      fc.record({
        operation: fc.constantFrom(...operations),
        origins: fc.array(fc.constantFrom('ABQ', 'BOS', null), { maxLength: 4 }),
      }),
      { minLength: 1, maxLength: 7 },
    )
    .map((list) =>
      list.map(
        ({ operation, origins }, step): Step => ({
          operation,
          files: origins.map((origin, index) =>
            dataFile(`${LOCATION}/data/${step}/${index}.parquet`, { origin }),
          ),
        }),
      ),
    );

describe('commitSnapshot', () => {
  it('makes readable exactly what was committed, now and in every earlier snapshot', async () => {
    await fc.assert(
      fc.asyncProperty(steps(['append', 'replace', 'overwrite-partitions']), async (list) => {
        const { metadata, ids, io } = await commitAll(newTable(['origin']), list);
        const expected = expectedAfter(list);
        for (const [index, files] of expected.entries()) {
          const at = ids[index];
          const byId = await readTable({
            metadata,
            read: io.read,
            ...(at !== undefined && { snapshotId: at }),
          });
          expect(byPath(byId.files)).toEqual(byPath(files));
          const asOf = new Date(START.getTime() + (index + 1) * 1_000 + 500);
          expect(byPath((await readTable({ metadata, read: io.read, asOf })).files)).toEqual(byPath(files));
        }
        const now = await readTable({ metadata, read: io.read });
        expect(byPath(now.files)).toEqual(byPath(expected.at(-1) ?? []));
        const total = now.files.reduce((sum, file) => sum + file.recordCount, 0n);
        expect(now.snapshot?.summary['total-records']).toBe(String(total));
      }),
      { numRuns: 60 },
    );
  });

  it('makes a snapshot once, however often it is committed', async () => {
    const step: Step = { operation: 'append', files: [dataFile('a.parquet')] };
    const { metadata, ids, io } = await commitAll(newTable(), [step]);
    const again = await commitSnapshot({
      ...step,
      metadata,
      metadataLocation: 'x',
      snapshotId: ids[0] ?? 0n,
      name: 'other',
      now: START,
      io,
    });
    expect(again.metadata).toBe(metadata);
    expect(again.written).toEqual([]);
  });

  it('keeps time going forward when a committer has a slow clock', async () => {
    const io = memoryIo();
    const { metadata } = await commitAll(newTable(), [{ operation: 'append', files: [] }], io);
    const late = await commitSnapshot({
      metadata,
      metadataLocation: 'x',
      operation: 'append',
      files: [],
      snapshotId: 5n,
      name: 'slow',
      now: new Date(0),
      io,
    });
    const times = late.metadata['snapshot-log'].map((entry) => entry['timestamp-ms']);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
  });

  it('records what a replacement takes away, so that expiry can find it', async () => {
    const { metadata } = await commitAll(newTable(), [
      { operation: 'append', files: [dataFile('a.parquet'), dataFile('b.parquet')] },
      { operation: 'replace', files: [dataFile('c.parquet')] },
    ]);
    expect(metadata.snapshots.at(-1)?.summary).toMatchObject({
      operation: 'overwrite',
      'deleted-data-files': '2',
      'added-data-files': '1',
      'total-data-files': '1',
    });
  });

  it('bounds the metadata log', async () => {
    const many = Array.from({ length: 105 }, (): Step => ({ operation: 'replace', files: [] }));
    const { metadata } = await commitAll(newTable(), many);
    expect(metadata['metadata-log']).toHaveLength(100);
    expect(metadata['metadata-log'].at(-1)?.['metadata-file']).toBe(`${LOCATION}/metadata/104.json`);
  });

  it('refuses to overwrite partitions of a table that has none', async () => {
    const steps: Step[] = [
      { operation: 'append', files: [dataFile('a.parquet')] },
      { operation: 'overwrite-partitions', files: [dataFile('b.parquet')] },
    ];
    await expect(commitAll(newTable(), steps)).rejects.toMatchObject({ code: 'PartitionUnsupported' });
  });

  it('refuses a snapshot that the table never had', async () => {
    const io = memoryIo();
    await expect(readTable({ metadata: newTable(), snapshotId: 7n, read: io.read })).rejects.toMatchObject({
      code: 'SnapshotNotFound',
    });
  });
});
