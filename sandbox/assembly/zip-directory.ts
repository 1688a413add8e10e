import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { type Zippable, zipSync } from 'fflate';

/** Zip has no time zone: the earliest local time that it can hold, so that the same files give the same bytes. */
const EPOCH = new Date(1980, 0, 1);
const UNIX = 3;
const FILE_MODE = 0o100644;
const EXECUTABLE_MODE = 0o100755;

/** The files of a directory as one zip; the same files always give the same bytes. */
export function zipDirectory(directory: string): Uint8Array {
  const files: Zippable = {};
  for (const path of filesOf(directory)) {
    const name = relative(directory, path).split(sep).join('/');
    const mode = (statSync(path).mode & 0o100) === 0 ? FILE_MODE : EXECUTABLE_MODE;
    files[name] = [readFileSync(path), { mtime: EPOCH, os: UNIX, attrs: mode * 0x1_0000 }];
  }
  return zipSync(files, { level: 6 });
}

function filesOf(directory: string): readonly string[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .map((entry) => ({ entry, path: join(entry.parentPath, entry.name) }))
    .filter(({ entry, path }) => entry.isFile() || (entry.isSymbolicLink() && statSync(path).isFile()))
    .map(({ path }) => path)
    .sort();
}
