import { isBuiltin, registerHooks } from 'node:module';
import { pathToFileURL } from 'node:url';

/** What Lambda's Node.js runtime brings along, and bundles therefore leave out. */
const PROVIDED = /^@(?:aws-sdk|smithy)\//;

/**
 * Lets a bundle import Node's own modules, its own files and the AWS SDK, as on Lambda: a package that was
 * forgotten in the bundle must fail here, though the sandbox's `node_modules` may have it. Returns what ends it.
 */
export function limitModules(codeDirectory: string): () => void {
  const code = `${pathToFileURL(codeDirectory).href}/`;
  const hooks = registerHooks({
    resolve(specifier, context, nextResolve) {
      const fromBundle = context.parentURL?.startsWith(code) ?? false;
      if (!fromBundle || isBuiltin(specifier)) return nextResolve(specifier, context);
      if (PROVIDED.test(specifier)) return nextResolve(specifier, { ...context, parentURL: import.meta.url });
      const resolved = attempt(() => nextResolve(specifier, context));
      if (resolved?.url.startsWith(code) || resolved?.url.startsWith('data:')) return resolved;
      throw Object.assign(
        new Error(`Cannot find '${specifier}': it is not in the bundle, and Lambda does not bring it`),
        { name: 'Runtime.ImportModuleError', code: 'ERR_MODULE_NOT_FOUND' },
      );
    },
  });
  return () => hooks.deregister();
}

function attempt<Result>(work: () => Result): Result | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}
