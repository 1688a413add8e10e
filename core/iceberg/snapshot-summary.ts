import type { Commit, EntriesBefore } from './commit-snapshot.ts';
import type { Snapshot } from './metadata.ts';

/** The counts that engines show in `$snapshots`. */
export function summarizeSnapshot(commit: Commit, before: EntriesBefore): Snapshot['summary'] {
  const gone = before.changed.flatMap(({ entries }) =>
    entries.filter(({ status, file }) => status === 'deleted' && file.content === 'data'),
  );
  const stay = before.changed.flatMap(({ entries }) =>
    entries.filter(({ status, file }) => status === 'existing' && file.content === 'data'),
  );
  const data = before.kept.filter(({ content }) => content === 'data');
  const added = sum(commit.files.map((file) => file.recordCount));
  const keptFiles = sum(data.map(({ files }) => BigInt(files.added + files.existing))) + BigInt(stay.length);
  const keptRows =
    sum(data.map(({ rows }) => rows.added + rows.existing)) + sum(stay.map(({ file }) => file.recordCount));
  return {
    ...commit.summary,
    operation: commit.operation === 'append' ? 'append' : 'overwrite',
    'added-data-files': String(commit.files.length),
    'added-records': String(added),
    'added-files-size': String(sum(commit.files.map((file) => file.sizeBytes))),
    ...(gone.length > 0 && {
      'deleted-data-files': String(gone.length),
      'deleted-records': String(sum(gone.map(({ file }) => file.recordCount))),
    }),
    'total-data-files': String(keptFiles + BigInt(commit.files.length)),
    'total-records': String(keptRows + added),
  };
}

const sum = (values: readonly bigint[]): bigint => values.reduce((total, value) => total + value, 0n);
