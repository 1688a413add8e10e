import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadSpecFiles } from '../../../cli/load/load-spec-files.ts';
import { type NeedFacts, neededRuns } from '../../../cli/mesh/needed-runs.ts';
import type { ProductRecords } from '../../../cli/mesh/product-state.ts';
import { resolveMesh } from '../../../core/spec/resolve-mesh.ts';

const { files } = await loadSpecFiles(join(import.meta.dirname, '../../scenarios/wildlife'));
const { mesh } = resolveMesh(files, { now: new Date('2026-11-22') });
const products = (mesh?.domains ?? []).flatMap((domain) => domain.products);
type Id = (typeof products)[number]['id'];

const STRIKES = 'product:safety.strikes@1';
const COUNTS = 'product:insight.strike_counts@1';

/** Records of a product that was published from these inputs. */
function published(table: string, inputs: Readonly<Record<string, string>>): ProductRecords {
  const pinned = Object.entries(inputs).map(([key, version]) => ({ key, version }));
  const head = { manifestSha256: 'same', inputs: pinned, tables: { [table]: { snapshotId: '1', rows: 1 } } };
  // Only what the decision looks at.
  return { head, latest: { ...head, status: 'published' } } as unknown as ProductRecords;
}

const settled: Readonly<Record<string, ProductRecords>> = {
  'safety.strikes': published('strikes', { 'source:raw_strikes': 'a' }),
  'insight.strike-counts': published('strike_counts', { [STRIKES]: '1' }),
  'insight.worst-states': published('worst_states', { [STRIKES]: '1', [COUNTS]: '1' }),
};

function needed(
  records: Readonly<Record<string, ProductRecords>>,
  more: {
    readonly manifests?: Readonly<Record<string, string>>;
    readonly cutShort?: readonly string[];
    readonly emptied?: readonly string[];
  } = {},
): readonly string[] {
  const facts: NeedFacts = {
    records: new Map(products.map(({ id }) => [id, records[id] ?? {}])),
    manifests: new Map(products.map(({ id }) => [id, more.manifests?.[id] ?? 'same'])),
    cutShort: new Set((more.cutShort ?? []) as Id[]),
    emptied: new Set((more.emptied ?? []) as Id[]),
  };
  return neededRuns(products, facts).map(({ id }) => id);
}

describe('neededRuns', () => {
  it('is empty when every product read what is there now', () => {
    expect(needed(settled)).toEqual([]);
  });

  it('begins with what nothing else has to precede', () => {
    expect(needed({})).toEqual(['safety.strikes']);
  });

  it('has a product whose SQL changed, and not those that read it before it has run', () => {
    expect(needed(settled, { manifests: { 'insight.strike-counts': 'new' } })).toEqual([
      'insight.strike-counts',
    ]);
  });

  it('has a product that read an older snapshot than the one that is there', () => {
    const stale = { ...settled, 'insight.strike-counts': published('strike_counts', { [STRIKES]: '0' }) };
    expect(needed(stale)).toEqual(['insight.strike-counts']);
  });

  it('has a product whose last run died, on record or before it got there', () => {
    // Only what the decision looks at.
    const died = { ...settled['safety.strikes'], latest: { status: 'running' } } as unknown as ProductRecords;
    expect(needed({ ...settled, 'safety.strikes': died })).toEqual(['safety.strikes']);
    expect(needed(settled, { cutShort: ['safety.strikes'] })).toEqual(['safety.strikes']);
  });

  it('has a product whose table was dropped or made again, before those that read it', () => {
    expect(needed(settled, { emptied: ['safety.strikes'] })).toEqual(['safety.strikes']);
    expect(needed(settled, { emptied: ['insight.worst-states'] })).toEqual(['insight.worst-states']);
  });

  it('leaves out what was refused, as long as neither its SQL nor its inputs changed', () => {
    const last = { status: 'refused', manifestSha256: 'same', inputs: [] };
    // Only what the decision looks at.
    const refused = { ...settled['safety.strikes'], latest: last } as unknown as ProductRecords;
    const records = { ...settled, 'safety.strikes': refused };
    expect(needed(records)).toEqual([]);
    expect(needed(records, { emptied: ['safety.strikes'] })).toEqual([]);
    expect(needed(records, { manifests: { 'safety.strikes': 'new' } })).toEqual(['safety.strikes']);
  });
});
