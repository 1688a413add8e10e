import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { parseTemplate } from '../../core/cloudformation/template.ts';
import type { WorldInput, WorldPlace, WorldStack } from '../../core/access/world/world-input.ts';
import { type AssemblyStack, readAssemblyStacks } from './assembly.ts';

/** What the world of an assembly is built from: its templates, and the documents among its assets. */
export function loadWorld(assembly: string): WorldInput {
  return {
    stacks: readAssemblyStacks(assembly).map(worldStack),
    documentOf: (key) => readAsset(assembly, key),
  };
}

function worldStack(stack: AssemblyStack): WorldStack {
  const { path, name, account, region, templateFile } = stack;
  const template = parseTemplate(JSON.parse(readFileSync(templateFile, 'utf8')));
  return { path, name, account, region, template, placeOf: lazily(() => readPlaces(templateFile)) };
}

/** Metadata is larger than the template, and asked for only by who has something to say. */
function lazily(read: () => ReadonlyMap<string, WorldPlace>): NonNullable<WorldStack['placeOf']> {
  let places: ReadonlyMap<string, WorldPlace> | undefined;
  return (logicalId) => {
    places ??= read();
    return places.get(logicalId);
  };
}

function readAsset(assembly: string, key: string): unknown {
  const file = join(assembly, `asset.${key}`);
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
}

const Metadata = z.record(z.string(), z.array(z.looseObject({ type: z.string(), data: z.unknown() })));

/** Constructs and source lines by logical id, from the file of metadata beside a template. */
function readPlaces(templateFile: string): ReadonlyMap<string, WorldPlace> {
  const file = templateFile.replace(/\.template\.json$/, '.metadata.json');
  if (!existsSync(file)) return new Map();
  const entries = Object.entries(Metadata.parse(JSON.parse(readFileSync(file, 'utf8'))));
  return new Map(
    entries.flatMap(([path, facts]) => {
      const id = facts.find(({ type }) => type === 'aws:cdk:logicalId')?.data;
      if (typeof id !== 'string') return [];
      const stack = facts.find(({ type }) => type === 'aws:cdk:creationStack')?.data;
      const source = sourceLine(stack);
      const construct = path.replace(/^\//, '').replace(/\/(Resource|Default)$/, '');
      return [[id, { construct, ...(source !== undefined && { source }) }] as const];
    }),
  );
}

/** The innermost line of the platform's own code. */
function sourceLine(stack: unknown): string | undefined {
  const lines = z.array(z.string()).catch([]).parse(stack);
  const found = lines.map((line) => /\/(?<file>(?:lib|bin)\/[^:()]+\.ts):(?<line>\d+)/.exec(line)?.groups);
  const [first] = found.filter((groups) => groups !== undefined);
  return first && `${first['file']}:${first['line']}`;
}
