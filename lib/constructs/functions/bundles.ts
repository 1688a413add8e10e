import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { FUNCTIONS, type FunctionName } from './function-names.ts';

/** Directory of each function's bundle, ready to be an asset. */
export type Bundles = Readonly<Record<FunctionName, string>>;

/** The most that one minified bundle may weigh, in bytes: cold starts are paid per byte. */
export const BUNDLE_BYTES_MAX = 300 * 1024;

/**
 * Bundles all functions in one esbuild call. `@aws-sdk/*` stays outside: the Lambda runtime brings it.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/lambda-nodejs.html
 */
export async function bundleFunctions(root: string, directory: string): Promise<Bundles> {
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory, { recursive: true });
  await build({
    entryPoints: Object.fromEntries(
      FUNCTIONS.map((name) => [`${name}/index`, join(root, 'lambdas', name, 'handler.ts')]),
    ),
    outdir: directory,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    minify: true,
    legalComments: 'none',
    external: ['@aws-sdk/*', '@smithy/*'],
    // CommonJS packages inside an ESM bundle ask for `require` of Node's own modules.
    banner: { js: "import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);" },
    logLevel: 'warning',
  });
  // Every name of FUNCTIONS has its entry above.
  return Object.fromEntries(FUNCTIONS.map((name) => [name, join(directory, name)])) as Bundles;
}
