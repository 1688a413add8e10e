import type { PrimitiveType } from './column-type.ts';

/** A bound or partition value: dates in days, timestamps in microseconds, decimals unscaled. */
export type SingleValue = boolean | number | bigint | string;

/** Iceberg's binary single-value serialization (spec, appendix D): little-endian, decimals big-endian. */
export function encodeSingleValue(type: PrimitiveType, value: SingleValue): Uint8Array {
  switch (type.kind) {
    case 'boolean':
      return Uint8Array.of(value === true ? 1 : 0);
    case 'int':
    case 'date':
      return view(4, (out) => out.setInt32(0, Number(value), true));
    case 'long':
    case 'timestamp':
    case 'timestamptz':
      return view(8, (out) => out.setBigInt64(0, BigInt(value), true));
    case 'float':
      return view(4, (out) => out.setFloat32(0, Number(value), true));
    case 'double':
      return view(8, (out) => out.setFloat64(0, Number(value), true));
    case 'string':
      return new TextEncoder().encode(String(value));
    case 'decimal':
      return minimalTwosComplement(BigInt(value));
  }
}

/** The inverse; a value that was written before its column was widened has the old width. */
export function decodeSingleValue(type: PrimitiveType, bytes: Uint8Array): SingleValue {
  const data = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  switch (type.kind) {
    case 'boolean':
      return bytes[0] === 1;
    case 'int':
    case 'date':
      return data.getInt32(0, true);
    case 'long':
    case 'timestamp':
    case 'timestamptz':
      return bytes.byteLength === 4 ? BigInt(data.getInt32(0, true)) : data.getBigInt64(0, true);
    case 'float':
      return data.getFloat32(0, true);
    case 'double':
      return bytes.byteLength === 4 ? data.getFloat32(0, true) : data.getFloat64(0, true);
    case 'string':
      return new TextDecoder().decode(bytes);
    case 'decimal':
      return bytes.reduce((sum, byte) => (sum << 8n) | BigInt(byte), (bytes[0] ?? 0) >= 128 ? -1n : 0n);
  }
}

function view(length: number, write: (out: DataView) => void): Uint8Array {
  const bytes = new Uint8Array(length);
  write(new DataView(bytes.buffer));
  return bytes;
}

function minimalTwosComplement(value: bigint): Uint8Array {
  let length = 1;
  while (BigInt.asIntN(length * 8, value) !== value) length += 1;
  const bits = BigInt.asUintN(length * 8, value);
  return Uint8Array.from({ length }, (_, index) => Number((bits >> BigInt((length - 1 - index) * 8)) & 255n));
}
