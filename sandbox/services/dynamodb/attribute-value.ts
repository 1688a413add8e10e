/*
 * The SDK gives binary attribute values as bytes; dynalite and the store hold them in base64, as the wire does.
 * An attribute value is an object with one member, its type: S, N, B, BOOL, NULL, M, L, SS, NS, BS.
 */

/** A request of the SDK in the form of the wire. */
export function toWire(value: unknown): unknown {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (Array.isArray(value)) return value.map(toWire);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, item]) => item !== undefined)
      .map(([name, item]) => [name, toWire(item)]),
  );
}

/** An item of the store as the SDK has it. */
export function fromWireItem(item: unknown): Record<string, never> {
  // Every value of an item is an attribute value; the SDK's closed union is checked where it was written.
  return mapMembers(item, fromWireValue) as Record<string, never>;
}

function fromWireValue(value: unknown): unknown {
  const [type, content] = Object.entries(Object(value))[0] ?? [];
  switch (type) {
    case 'B':
      return { B: bytes(content) };
    case 'BS':
      return { BS: list(content).map(bytes) };
    case 'L':
      return { L: list(content).map(fromWireValue) };
    case 'M':
      return { M: mapMembers(content, fromWireValue) };
    default:
      return value;
  }
}

function mapMembers(value: unknown, map: (member: unknown) => unknown): Record<string, unknown> {
  return Object.fromEntries(Object.entries(Object(value)).map(([name, member]) => [name, map(member)]));
}

const bytes = (text: unknown): Uint8Array => Buffer.from(String(text), 'base64');
const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
