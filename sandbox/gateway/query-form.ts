import type { NormalizedSchema } from '@smithy/core/schema';
import { textCodec } from './codecs.ts';
import { membersOf } from './schema.ts';

/** A form's dotted keys as a tree: `Tags.member.1.Key=a` is Tags → member → 1 → Key. */
type Node = { text?: string; readonly children: Map<string, Node> };

const text = textCodec('date-time');

/** Reads the input of an operation from the form that the query protocol sends. */
export function readForm(schema: NormalizedSchema, form: URLSearchParams): unknown {
  return readStructure(schema, treeOf(form));
}

function treeOf(form: URLSearchParams): Node {
  const root: Node = { children: new Map() };
  for (const [key, value] of form) {
    let node = root;
    for (const part of key.split('.')) node = childOf(node, part);
    node.text = value;
  }
  return root;
}

function childOf(node: Node, name: string): Node {
  const known = node.children.get(name);
  if (known) return known;
  const created: Node = { children: new Map() };
  node.children.set(name, created);
  return created;
}

function readStructure(schema: NormalizedSchema, node: Node): unknown {
  const result: Record<string, unknown> = {};
  for (const { name, schema: member } of membersOf(schema)) {
    const child = node.children.get(member.getMergedTraits().xmlName ?? name);
    if (child) result[name] = readValue(member, child);
  }
  return result;
}

function readValue(schema: NormalizedSchema, node: Node): unknown {
  if (schema.isStructSchema()) return readStructure(schema, node);
  if (schema.isListSchema()) return readList(schema, node);
  if (schema.isMapSchema()) return readMap(schema, node);
  return text.read(schema, node.text ?? '');
}

function readList(schema: NormalizedSchema, node: Node): unknown {
  const element = schema.getValueSchema();
  const items = schema.getMergedTraits().xmlFlattened
    ? node
    : node.children.get(element.getMergedTraits().xmlName ?? 'member');
  return numbered(items).map((item) => readValue(element, item));
}

function readMap(schema: NormalizedSchema, node: Node): unknown {
  const [keys, values] = [schema.getKeySchema(), schema.getValueSchema()];
  const entries = schema.getMergedTraits().xmlFlattened ? node : node.children.get('entry');
  return Object.fromEntries(
    numbered(entries).map((entry) => {
      const value = entry.children.get(values.getMergedTraits().xmlName ?? 'value');
      return [
        entry.children.get(keys.getMergedTraits().xmlName ?? 'key')?.text ?? '',
        value ? readValue(values, value) : undefined,
      ];
    }),
  );
}

function numbered(node: Node | undefined): readonly Node[] {
  return [...(node?.children ?? [])]
    .filter(([name]) => /^\d+$/.test(name))
    .sort(([a], [b]) => Number(a) - Number(b))
    .map(([, child]) => child);
}
