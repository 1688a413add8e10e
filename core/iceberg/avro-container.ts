import { inflateRawSync } from 'node:zlib';

import type { Schema as AvroSchema, Type } from 'avsc';
// oxlint-disable-next-line no-restricted-imports -- a folder of the package, not our lib
import avsc from 'avsc/lib/types.js';

import { MeshError } from '../errors/mesh-error.ts';

const MAGIC = Buffer.from('Obj\u0001', 'latin1');
const SYNC_LENGTH = 16;
/** Rows per block; a block is what a reader holds in memory at once. */
const BLOCK_ROWS = 4_000;

/** 64-bit values as bigint, because snapshot ids do not fit a JavaScript number. */
const LONG = avsc.builtins.LongType.__with({
  fromBuffer: (buffer: Buffer) => buffer.readBigInt64LE(),
  toBuffer: (value: bigint) => {
    const buffer = Buffer.alloc(8);
    buffer.writeBigInt64LE(value);
    return buffer;
  },
  fromJSON: (value: number) => BigInt(value),
  toJSON: (value: bigint) => Number(value),
  isValid: (value: unknown) => typeof value === 'bigint',
  compare: (one: bigint, other: bigint) => (one < other ? -1 : one > other ? 1 : 0),
});

const META = avsc.Type.forSchema({ type: 'map', values: 'bytes' });

export type AvroFile = {
  readonly metadata: Readonly<Record<string, string>>;
  readonly rows: readonly unknown[];
};

/**
 * Writes an Avro object container file, uncompressed: manifests are small, and bytes that depend on
 * nothing but their content make a rerun write the same file.
 *
 * @param sync - sixteen bytes that separate blocks
 */
export function writeAvro(options: {
  readonly schema: object;
  readonly metadata: Readonly<Record<string, string>>;
  readonly rows: readonly unknown[];
  readonly sync: Uint8Array;
}): Uint8Array {
  const { schema, metadata, rows, sync } = options;
  const type = typeOf(schema);
  const header = { ...metadata, 'avro.schema': JSON.stringify(schema), 'avro.codec': 'null' };
  const entries = Object.entries(header).map(([key, value]) => [key, Buffer.from(value)] as const);
  const parts: Uint8Array[] = [MAGIC, META.toBuffer(Object.fromEntries(entries)), sync];
  for (let start = 0; start < rows.length; start += BLOCK_ROWS) {
    const block = rows.slice(start, start + BLOCK_ROWS);
    const body = Buffer.concat(block.map((row) => type.toBuffer(row)));
    parts.push(LONG.toBuffer(BigInt(block.length)), LONG.toBuffer(BigInt(body.length)), body, sync);
  }
  return Buffer.concat(parts);
}

/** Reads an Avro object container file with the schema that it was written with. */
export function readAvro(bytes: Uint8Array): AvroFile {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (!buffer.subarray(0, MAGIC.length).equals(MAGIC)) throw unreadable('it does not start as one');
  const header = META.decode(buffer, MAGIC.length);
  if (header.offset < 0) throw unreadable('its header is cut off');
  // The type above decodes to a map of buffers.
  const meta = header.value as Readonly<Record<string, Buffer>>;
  const metadata = Object.fromEntries(Object.entries(meta).map(([key, value]) => [key, value.toString()]));
  const type = typeOf(JSON.parse(metadata['avro.schema'] ?? 'null'));
  const rows: unknown[] = [];
  let offset = header.offset + SYNC_LENGTH;
  while (offset < buffer.length) {
    const block = readBlock(buffer, offset);
    readRows(type, { body: decompress(block.body, metadata['avro.codec']), count: block.count, rows });
    offset = block.end;
  }
  return { metadata, rows };
}

function readBlock(buffer: Buffer, offset: number): { body: Buffer; count: number; end: number } {
  const count = LONG.decode(buffer, offset);
  const size = LONG.decode(buffer, count.offset);
  const start = size.offset;
  const end = start + Number(size.value);
  if (count.offset < 0 || start < 0 || end + SYNC_LENGTH > buffer.length)
    throw unreadable('a block is cut off');
  return { body: buffer.subarray(start, end), count: Number(count.value), end: end + SYNC_LENGTH };
}

function readRows(
  type: Type,
  block: { readonly body: Buffer; readonly count: number; readonly rows: unknown[] },
): void {
  let offset = 0;
  for (let row = 0; row < block.count; row++) {
    const decoded = type.decode(block.body, offset);
    if (decoded.offset < 0) throw unreadable('a row is cut off');
    block.rows.push(decoded.value);
    offset = decoded.offset;
  }
}

function decompress(body: Buffer, codec: string | undefined): Buffer {
  if (codec === undefined || codec === 'null') return body;
  if (codec === 'deflate') return inflateRawSync(body);
  throw unreadable(`its codec "${codec}" is not supported (null and deflate are)`);
}

function typeOf(schema: object): Type {
  // `forSchema` takes the parsed JSON of any Avro schema.
  return avsc.Type.forSchema(schema as AvroSchema, { registry: { long: LONG } });
}

function unreadable(why: string): MeshError {
  return new MeshError(`the Avro file cannot be read: ${why}`, { code: 'IcebergUnreadable' });
}
