import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

type Locked = {
  readonly version?: string;
  readonly resolved?: string;
  readonly inBundle?: boolean;
  readonly os?: readonly string[];
  readonly optional?: boolean;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
};

// The lock file's own format, version 3.
const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {
  readonly packages: Readonly<Record<string, Locked>>;
};

describe('package-lock.json', () => {
  // npm leaves out an optional package that it could not ask for, and `npm ci` then refuses the whole lock file.
  it('holds the packages of every platform, also of those that no machine here runs', () => {
    const missing = Object.entries(packages).flatMap(([path, locked]) =>
      locked.inBundle
        ? []
        : Object.keys(locked.optionalDependencies ?? {}).filter(
            (name) =>
              packages[`node_modules/${name}`] === undefined &&
              packages[`${path}/node_modules/${name}`] === undefined,
          ),
    );
    expect(missing, 'run: npm run lockfile').toEqual([]);
  });

  it('names no download host', () => {
    expect(Object.entries(packages).filter(([, { resolved }]) => resolved !== undefined)).toEqual([]);
  });
});
