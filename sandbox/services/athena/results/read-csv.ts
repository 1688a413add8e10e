import { open } from 'node:fs/promises';

/** One row of a result; `null` is NULL. */
export type Row = readonly (string | null)[];

export type Page = {
  readonly rows: readonly Row[];
  /** Byte offset of the next row; absent at the end. */
  readonly next?: number;
};

const CHUNK_BYTES = 262_144;
const [QUOTE, COMMA, NEWLINE] = [0x22, 0x2c, 0x0a];

/** At most `limit` rows of a result file from a byte offset, without reading the rest. */
export async function readCsvPage(path: string, from: number, limit: number): Promise<Page> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    let bytes = Buffer.alloc(0);
    for (let length = CHUNK_BYTES; ; length *= 2) {
      const { buffer, bytesRead } = await file.read(
        Buffer.alloc(Math.min(length, Math.max(size - from, 1))),
        0,
        undefined,
        from,
      );
      bytes = buffer.subarray(0, bytesRead);
      const atEnd = from + bytesRead >= size;
      const { rows, used } = parseRows(bytes, limit);
      if (rows.length < limit && !atEnd) continue;
      return { rows, ...(from + used < size && { next: from + used }) };
    }
  } finally {
    await file.close();
  }
}

/** Complete rows only: every row ends with a line break. */
function parseRows(bytes: Buffer, limit: number): { readonly rows: readonly Row[]; readonly used: number } {
  const rows: Row[] = [];
  let used = 0;
  let cells: (string | null)[] = [];
  let [start, quoted] = [0, false];
  for (let at = 0; at < bytes.length && rows.length < limit; at += 1) {
    const byte = bytes[at];
    if (byte === QUOTE) quoted = !quoted;
    if (quoted || (byte !== COMMA && byte !== NEWLINE)) continue;
    cells.push(cell(bytes.toString('utf8', start, at)));
    start = at + 1;
    if (byte !== NEWLINE) continue;
    rows.push(cells);
    cells = [];
    used = start;
  }
  return { rows, used };
}

function cell(text: string): string | null {
  return text === '' ? null : text.slice(1, -1).replaceAll('""', '"');
}
