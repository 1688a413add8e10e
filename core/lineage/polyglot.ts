import { createRequire } from 'node:module';
import type * as Sdk from '@polyglot-sql/sdk';

/**
 * The SQL parser, loaded once for the process. Its CommonJS build: the ES module replaces the global `fetch`
 * to read its own WebAssembly, and starts 60 ms later.
 */
// `require` knows no types; both builds have the same.
const sdk = createRequire(import.meta.url)('@polyglot-sql/sdk') as typeof Sdk;
await sdk.init();

export const { Dialect, parse, tokenize } = sdk;
