import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { WorkerSettings } from './messages.ts';

export type Handler = (event: unknown, context: unknown) => Promise<unknown>;

const EXTENSIONS = ['.mjs', '.cjs', '.js'];

/** Loads what `index.handler` names, with Lambda's own names for what can go wrong. */
export async function loadHandler({ codeDirectory, handler }: WorkerSettings): Promise<Handler> {
  const [, modulePath = '', exportName = ''] = /^(.+)\.([^./]+)$/.exec(handler) ?? [];
  const file = EXTENSIONS.map((extension) => join(codeDirectory, modulePath + extension)).find(existsSync);
  if (modulePath === '' || file === undefined) {
    throw named('Runtime.ImportModuleError', `Error: Cannot find module '${modulePath || handler}'`);
  }
  const loaded: unknown = await import(pathToFileURL(file).href);
  // Members of a CommonJS bundle may only be visible on its default export.
  const found = Object(loaded)[exportName] ?? Object(Object(loaded).default)[exportName];
  if (typeof found !== 'function') {
    throw named('Runtime.HandlerNotFound', `${handler} is undefined or not exported`);
  }
  return (event, context) => call(found, event, context);
}

/** Handlers with three parameters may answer through a callback. */
async function call(
  handler: (...args: unknown[]) => unknown,
  event: unknown,
  context: unknown,
): Promise<unknown> {
  if (handler.length < 3) return await handler(event, context);
  const { promise, resolve, reject } = Promise.withResolvers<unknown>();
  const callback = (error: unknown, result: unknown): void => (error ? reject(error) : resolve(result));
  const returned = handler(event, context, callback);
  return await (returned instanceof Promise ? returned : promise);
}

function named(name: string, message: string): Error {
  return Object.assign(new Error(message), { name });
}
