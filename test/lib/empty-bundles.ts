import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Bundles } from '../../lib/constructs/functions/bundles.ts';
import { FUNCTIONS } from '../../lib/constructs/functions/function-names.ts';

/** Bundles with nothing in them: for tests that look at templates. */
export function emptyBundles(directory: string): Bundles {
  const entries = FUNCTIONS.map((name) => {
    const bundle = join(directory, 'functions', name);
    mkdirSync(bundle, { recursive: true });
    writeFileSync(join(bundle, 'index.mjs'), 'export const handler = () => {};\n');
    return [name, bundle] as const;
  });
  // Every name of FUNCTIONS has its entry above.
  return Object.fromEntries(entries) as Bundles;
}
