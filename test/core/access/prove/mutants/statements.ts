import {
  type Assembly,
  type AssemblyStack,
  type Json,
  type Placed,
  resourcesOf,
  withProperty,
} from './assembly.ts';
import type { Site } from './mutant.ts';

/** Where a statement stands: in what a role is given, in its cap, in its trust, or on a resource. */
export type PolicyPlace =
  | 'identity'
  | 'boundary'
  | 'trust'
  | 'bucket'
  | 'key'
  | 'queue'
  | 'topic'
  | 'secret'
  | 'bus';

export type PlacedStatement = {
  readonly place: PolicyPlace;
  readonly resource: Placed;
  /** `Policies.0.PolicyDocument.Statement.3` */
  readonly path: string;
  readonly statement: Json;
};

type Document = { readonly place: PolicyPlace; readonly type: string; readonly path: string };

const DOCUMENTS: readonly Document[] = [
  { place: 'boundary', type: 'AWS::IAM::ManagedPolicy', path: 'PolicyDocument' },
  { place: 'trust', type: 'AWS::IAM::Role', path: 'AssumeRolePolicyDocument' },
  { place: 'bucket', type: 'AWS::S3::BucketPolicy', path: 'PolicyDocument' },
  { place: 'key', type: 'AWS::KMS::Key', path: 'KeyPolicy' },
  { place: 'queue', type: 'AWS::SQS::QueuePolicy', path: 'PolicyDocument' },
  { place: 'topic', type: 'AWS::SNS::TopicPolicy', path: 'PolicyDocument' },
  { place: 'secret', type: 'AWS::SecretsManager::ResourcePolicy', path: 'ResourcePolicy' },
];

/** Every statement of every policy that an assembly deploys. */
export function statementsOf(
  assembly: Assembly,
  ...places: readonly PolicyPlace[]
): readonly PlacedStatement[] {
  const all = [
    ...DOCUMENTS.flatMap(({ place, type, path }) =>
      resourcesOf(assembly, type).flatMap((resource) => inDocument(place, resource, path)),
    ),
    ...resourcesOf(assembly, 'AWS::IAM::Role').flatMap((resource) =>
      listOf(resource.properties['Policies']).flatMap((_, index) =>
        inDocument('identity', resource, `Policies.${index}.PolicyDocument`),
      ),
    ),
    ...resourcesOf(assembly, 'AWS::Events::EventBusPolicy').map(
      (resource): PlacedStatement => ({
        place: 'bus',
        resource,
        path: 'Statement',
        statement: resource.properties['Statement'] as Json,
      }),
    ),
  ];
  return all.filter(({ place }) => places.length === 0 || places.includes(place));
}

function inDocument(place: PolicyPlace, resource: Placed, path: string): readonly PlacedStatement[] {
  const document = path
    .split('.')
    .reduce<unknown>((value, key) => (value as Json | undefined)?.[key], resource.properties);
  return listOf((document as Json | undefined)?.['Statement']).map((statement, index) => ({
    place,
    resource,
    path: `${path}.Statement.${index}`,
    statement: statement as Json,
  }));
}

export const listOf = (value: unknown): readonly unknown[] =>
  value === undefined ? [] : Array.isArray(value) ? value : [value];

export const isAllow = ({ statement }: PlacedStatement): boolean => statement['Effect'] === 'Allow';

/** A site that puts something at a place of a resource. */
export function siteAt(
  resource: Placed,
  change: { readonly path: string; readonly value: unknown; readonly words?: string },
): Site {
  return {
    at: `${resource.stack.path} ${resource.logicalId} ${change.words ?? change.path}`,
    shape: shapeOf(resource.stack, `${resource.logicalId} ${change.words ?? change.path}`),
    apply: (assembly) => withProperty(assembly, current(assembly, resource), change),
  };
}

/** The resource as it is in an assembly that may have been changed already. */
export function current(
  assembly: Assembly,
  { stack, logicalId }: Pick<Placed, 'stack' | 'logicalId'>,
): Placed {
  const now = assembly.stacks.find(({ path }) => path === stack.path) ?? stack;
  return { stack: now, logicalId, properties: now.template.Resources[logicalId]?.Properties ?? {} };
}

/** A text without what tells one domain from another. */
export function shapeOf({ path }: AssemblyStack, text: string): string {
  const [domain = '', stack = ''] = path.split('/');
  const kind = stack === 'Namespace' || stack === 'Foundation' || stack === 'Platform' ? stack : 'product';
  return `${kind} ${text}`
    .replaceAll(/[0-9A-F]{8}(?= )/g, '')
    .replaceAll(domain, '')
    .replaceAll(domain.replaceAll('-', ''), '');
}
