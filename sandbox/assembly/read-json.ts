import { readFileSync } from 'node:fs';
import type { z } from 'zod';
import { MeshError } from '../../core/errors/mesh-error.ts';

/** Reads a JSON file of the cloud assembly by its schema. */
export function readJson<T extends z.ZodType>(path: string, schema: T): z.output<T> {
  const parsed = schema.safeParse(parseFile(path));
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  throw unreadable(path, problems.slice(0, 5).join('; '));
}

function parseFile(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (cause) {
    throw unreadable(path, 'cannot be read as JSON', cause);
  }
}

function unreadable(path: string, message: string, cause?: unknown): MeshError {
  return new MeshError(`cloud assembly: ${path}: ${message}`, {
    code: 'AssemblyUnreadable',
    hint: 'synthesize again',
    ...(cause !== undefined && { cause }),
  });
}
