import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compilePolicy } from '../../core/access/iam/compile-policy.ts';
import type { NamedPolicy } from '../../core/access/iam/policy.ts';
import { pseudoParameters } from '../../core/cloudformation/pseudo-parameters.ts';
import { resolveValue } from '../../core/cloudformation/resolve-value.ts';
import { parseTemplate, type Template } from '../../core/cloudformation/template.ts';

/** What the stacks of an assembly say of a role and of a bucket, read from the templates alone. */
export type SynthesizedPolicies = {
  readonly role: (name: string) => readonly NamedPolicy[];
  readonly bucket: (name: string) => NamedPolicy | undefined;
};

type Resource = { readonly type: string; readonly properties: Readonly<Record<string, unknown>> };

export function synthesizedPolicies(assembly: string): SynthesizedPolicies {
  const resources = readdirSync(assembly, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.template.json'))
    .map((path) => parseTemplate(JSON.parse(readFileSync(join(assembly, path), 'utf8'))))
    .flatMap(resolvedResources);
  const named = (name: string, document: unknown) => ({ name, policy: compilePolicy(document) });
  return {
    role: (name) => {
      const found = resources.filter(
        ({ type, properties }) => type === 'AWS::IAM::Role' && properties['RoleName'] === name,
      );
      if (found.length !== 1) throw new Error(`${found.length} roles are named ${name}`);
      // CloudFormation's shape of a role.
      const policies = found[0]?.properties['Policies'] as readonly {
        readonly PolicyName: string;
        readonly PolicyDocument: unknown;
      }[];
      return policies.map(({ PolicyName, PolicyDocument }) => named(PolicyName, PolicyDocument));
    },
    bucket: (name) => {
      const found = resources.find(
        ({ type, properties }) => type === 'AWS::S3::BucketPolicy' && properties['Bucket'] === name,
      );
      return found && named(name, found.properties['PolicyDocument']);
    },
  };
}

function resolvedResources(template: Template): readonly Resource[] {
  const pseudo = pseudoParameters({ name: 's', id: 's', account: '000000000000', region: 'eu-west-1' });
  const bucketOf = (logicalId: string): unknown => template.Resources[logicalId]?.Properties?.['BucketName'];
  const scope = {
    ref: (name: string) => pseudo[name] ?? bucketOf(name) ?? `<${name}>`,
    attribute: (logicalId: string, name: string) =>
      name === 'Arn' && typeof bucketOf(logicalId) === 'string'
        ? `arn:aws:s3:::${String(bucketOf(logicalId))}`
        : `<${logicalId}.${name}>`,
    condition: () => true,
    mapping: () => undefined,
  };
  return Object.entries(template.Resources)
    .filter(([, { Type }]) => Type === 'AWS::IAM::Role' || Type === 'AWS::S3::BucketPolicy')
    .map(([logicalId, { Type, Properties }]) => ({
      type: Type,
      // Resolving keeps the shape: a record stays a record.
      properties: resolveValue(Properties ?? {}, scope, logicalId) as Readonly<Record<string, unknown>>,
    }));
}
