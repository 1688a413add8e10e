import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { HostileStatement } from './observe.ts';
import { READERS } from './withheld-data.ts';

const DIRECTORY = join(import.meta.dirname, 'statements');

export type HostileGroup = { readonly name: string; readonly statements: readonly HostileStatement[] };

/**
 * Reads the suite. A file is a group: a statement on each line, `\n` for a line break within one. A comment
 * `-- as <reader> …` says who asks from there on.
 */
export function hostileGroups(): readonly HostileGroup[] {
  const files = readdirSync(DIRECTORY).filter((name) => name.endsWith('.sql'));
  return files.sort().map((file) => ({
    name: file.slice(0, -'.sql'.length),
    statements: parseStatements(readFileSync(join(DIRECTORY, file), 'utf8')),
  }));
}

export function parseStatements(text: string): readonly HostileStatement[] {
  const statements: HostileStatement[] = [];
  let readers: HostileStatement['reader'][] = ['texas'];
  for (const line of text.split('\n')) {
    if (line.startsWith('-- as ')) readers = readersOf(line.slice('-- as '.length));
    if (line.startsWith('--') || line.trim() === '') continue;
    const sql = line.replaceAll(String.raw`\n`, '\n');
    statements.push(...readers.map((reader) => ({ reader, sql })));
  }
  return statements;
}

function readersOf(names: string): HostileStatement['reader'][] {
  return names.split(/\s+/).map((name) => {
    const reader = READERS.find((one) => one === name);
    if (reader) return reader;
    throw new Error(`"-- as ${name}": the readers are ${READERS.join(', ')}`);
  });
}
