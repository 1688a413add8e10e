import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';

// Run after `npm install` behind a registry that mirrors the binaries of some platforms only: npm leaves the others
// out of the lockfile, and `npm ci` then refuses it. The versions are those that their parents pin.

type LockedPackage = {
  readonly version?: string;
  readonly dev?: true;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
};

const SYSTEMS = [
  'aix',
  'android',
  'darwin',
  'freebsd',
  'linux',
  'netbsd',
  'openbsd',
  'openharmony',
  'sunos',
  'win32',
];
const PROCESSORS = ['arm64', 'arm', 'ia32', 'loong64', 'mips64el', 'ppc64', 'riscv64', 's390x', 'x64'];

const path = resolve(import.meta.dirname, '../package-lock.json');
// npm's own format, lockfileVersion 3.
const lock = JSON.parse(readFileSync(path, 'utf8')) as { packages: Record<string, LockedPackage> };
const added = Object.values(lock.packages).flatMap(({ dev, optionalDependencies = {} }) =>
  Object.entries(optionalDependencies)
    .filter(([name, version]) => !lock.packages[`node_modules/${name}`] && /^\d/.test(version))
    .map(([name, version]) => [`node_modules/${name}`, entryOf(name, version, dev)] as const),
);
const sorted = Object.entries({ ...lock.packages, ...Object.fromEntries(added) }).toSorted(([a], [b]) =>
  a < b ? -1 : 1,
);
writeFileSync(path, `${JSON.stringify({ ...lock, packages: Object.fromEntries(sorted) }, null, 2)}\n`);
process.stdout.write(`${added.length} packages of other platforms added to package-lock.json\n`);

/** What npm would have written, as the package's name tells it: `@oxlint/binding-linux-arm64-musl`. */
function entryOf(name: string, version: string, dev: true | undefined): LockedPackage {
  const words = name.split(/[/-]/);
  const system = SYSTEMS.find((word) => words.includes(word));
  const processor = PROCESSORS.find((word) => words.includes(word));
  const libc = words.includes('musl') ? 'musl' : words.includes('gnu') ? 'glibc' : undefined;
  const entry = {
    version,
    optional: true,
    ...(dev && { dev }),
    ...(system !== undefined && { os: [system] }),
    ...(processor !== undefined && { cpu: [processor] }),
    ...(libc !== undefined && system === 'linux' && { libc: [libc] }),
  };
  return entry;
}
