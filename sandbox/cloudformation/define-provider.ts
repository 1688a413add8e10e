import { closest } from 'fastest-levenshtein';
import { z } from 'zod';
import type { ResolvedProperties } from '../../core/cloudformation/diff-properties.ts';
import { MeshError } from '../../core/errors/mesh-error.ts';
import type { AnyProvider, ResourceProvider } from './resource-provider.ts';

/** Makes a typed provider usable for the engine: it parses resolved properties by the provider's schema. */
export function defineProvider<Properties>(provider: ResourceProvider<Properties>): AnyProvider {
  const parse = (properties: ResolvedProperties): Properties => parseProperties(provider, properties);
  const { identify, ref, describe, ...rest } = provider;
  return {
    ...rest,
    properties: z.record(z.string(), z.unknown()),
    propertyNames: propertyNames(provider.properties),
    ...(identify && { identify: (properties, context) => identify(parse(properties), context) }),
    ...(ref && { ref: (physicalId, properties) => ref(physicalId, parse(properties)) }),
    create: (properties, context) => provider.create(parse(properties), context),
    read: (physicalId, context, properties) => provider.read(physicalId, context, parse(properties)),
    ...(describe && {
      describe: (physicalId, context, properties) => describe(physicalId, context, parse(properties)),
    }),
    update: (physicalId, { previous, desired }, context) =>
      provider.update(physicalId, { previous: parse(previous), desired: parse(desired) }, context),
    delete: (physicalId, context, properties) => provider.delete(physicalId, context, parse(properties)),
  };
}

/** Says which property is unknown, and which one may be meant. */
export function unknownProperty(type: string, name: string, known: readonly string[]): MeshError {
  const meant = known.length === 0 ? '' : `; did you mean "${closest(name, [...known])}"?`;
  return new MeshError(`the sandbox does not know property "${name}" of ${type}${meant}`, {
    code: 'ResourcePropertyUnsupported',
    hint: `add it in ${providerFile(type)}`,
  });
}

/** Where the provider of a type is, or should be. */
export function providerFile(type: string): string {
  const [, service = '', resource = ''] = type.split('::');
  const kebab = resource.replace(/([a-z0-9])([A-Z])/g, '$1-$2').toLowerCase();
  return `sandbox/cloudformation/resources/${service.toLowerCase()}-${kebab}.ts`;
}

function parseProperties<Properties>(
  provider: ResourceProvider<Properties>,
  properties: ResolvedProperties,
): Properties {
  const parsed = provider.properties.safeParse(properties);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.slice(0, 5).map((issue) => {
    const at = issue.path.join('.');
    if (issue.code !== 'unrecognized_keys') return `${at || 'properties'}: ${issue.message}`;
    return `the sandbox does not know ${issue.keys.map((key) => (at ? `${at}.${key}` : key)).join(', ')}`;
  });
  throw new MeshError(problems.join('; '), {
    code: 'ResourcePropertyInvalid',
    hint: `properties are read in ${providerFile(provider.type)}`,
  });
}

/** A loose object takes any name. */
function propertyNames(schema: z.ZodType): readonly string[] | undefined {
  if (!(schema instanceof z.ZodObject)) return undefined;
  return schema.def.catchall instanceof z.ZodNever ? Object.keys(schema.shape) : undefined;
}
