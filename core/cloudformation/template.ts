import { z } from 'zod';
import { templateError } from './template-error.ts';

/** What CloudFormation does with a physical resource that leaves the stack. */
export const RETENTION = ['Delete', 'Retain', 'RetainExceptOnCreate', 'Snapshot'] as const;
export type Retention = (typeof RETENTION)[number];

const Properties = z.record(z.string(), z.unknown());

const TemplateResource = z.strictObject({
  Type: z.string().min(1),
  Properties: Properties.optional(),
  DependsOn: z.union([z.string(), z.array(z.string())]).optional(),
  Condition: z.string().optional(),
  DeletionPolicy: z.enum(RETENTION).optional(),
  UpdateReplacePolicy: z.enum(RETENTION).optional(),
  Metadata: z.unknown().optional(),
});
export type TemplateResource = z.infer<typeof TemplateResource>;

const TemplateParameter = z.looseObject({
  Type: z.string(),
  Default: z.union([z.string(), z.number(), z.boolean()]).optional(),
  AllowedValues: z.array(z.union([z.string(), z.number(), z.boolean()])).optional(),
  AllowedPattern: z.string().optional(),
  NoEcho: z.union([z.boolean(), z.string()]).optional(),
});
export type TemplateParameter = z.infer<typeof TemplateParameter>;

const TemplateOutput = z.looseObject({
  Value: z.unknown(),
  Description: z.string().optional(),
  Condition: z.string().optional(),
  Export: z.strictObject({ Name: z.unknown() }).optional(),
});
export type TemplateOutput = z.infer<typeof TemplateOutput>;

const TemplateRule = z.looseObject({
  RuleCondition: z.unknown().optional(),
  Assertions: z.array(z.looseObject({ Assert: z.unknown(), AssertDescription: z.string().optional() })),
});
export type TemplateRule = z.infer<typeof TemplateRule>;

const Template = z.strictObject({
  AWSTemplateFormatVersion: z.string().optional(),
  Description: z.string().optional(),
  Metadata: z.unknown().optional(),
  Parameters: z.record(z.string(), TemplateParameter).optional(),
  Mappings: z.record(z.string(), z.record(z.string(), z.record(z.string(), z.unknown()))).optional(),
  Conditions: z.record(z.string(), z.unknown()).optional(),
  Rules: z.record(z.string(), TemplateRule).optional(),
  Resources: z.record(z.string(), TemplateResource),
  Outputs: z.record(z.string(), TemplateOutput).optional(),
});

/** A CloudFormation template as `cdk synth` writes it: JSON, without transforms or macros. */
export type Template = z.infer<typeof Template>;

/** Reads a template; a part that is not understood is refused by its path. */
export function parseTemplate(value: unknown): Template {
  const parsed = Template.safeParse(value);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(
    (issue) => `${issue.path.join('.') || 'template'}: ${issue.message}`,
  );
  throw templateError('template', problems.slice(0, 10).join('; '));
}

export function dependsOn(resource: TemplateResource): readonly string[] {
  const value = resource.DependsOn ?? [];
  return typeof value === 'string' ? [value] : value;
}
