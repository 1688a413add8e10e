import { createRequire } from 'node:module';
import type * as Sdk from '@polyglot-sql/sdk';
import type { SqlReading } from './sql-reading.ts';
import { listOf } from './sql-ast.ts';

/**
 * The SQL parser, loaded once for the process. Its CommonJS build: the ES module replaces the global `fetch`
 * to read its own WebAssembly, and starts 60 ms later.
 */
// `require` knows no types; both builds have the same.
const sdk = createRequire(import.meta.url)('@polyglot-sql/sdk') as typeof Sdk;
await sdk.init();

/** Reads Athena's SQL in this thread; importing this file waits for 22 MB of WebAssembly. */
export function readSql(text: string): SqlReading {
  const { success, ast, error, errorStart, errorEnd } = sdk.parse(text, sdk.Dialect.Athena);
  return {
    parsed: success ? { success, ast } : { success: false, error, errorStart, errorEnd },
    ...(text.includes(';') && { tokens: listOf(sdk.tokenize(text, sdk.Dialect.Athena).tokens) }),
  };
}
