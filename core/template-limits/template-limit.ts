import type { RuleResource, RuleTemplate } from '../template-rules/template-rule.ts';

/** How much of a limit is used, and by what: a resource, or the stack itself. */
export type Use = { readonly used: number; readonly logicalId?: string };

/** A template as it is measured: resolved, and as the text that is uploaded. */
export type MeasuredTemplate = {
  readonly template: RuleTemplate;
  readonly bytes: number;
  readonly sections: Readonly<Record<'Parameters' | 'Outputs' | 'Mappings', number>>;
};

/** A bound that AWS sets, counted before AWS does. */
export type TemplateLimit = {
  /** Permanent, for example `StackResources`. */
  readonly id: string;
  /** What is counted, in plain words. */
  readonly what: string;
  readonly max: number;
  readonly fix: string;
  /** The page of AWS that states it. */
  readonly source: string;
  readonly measure: (measured: MeasuredTemplate) => readonly Use[];
};

/** A limit of one stack. */
export function ofStack(count: (measured: MeasuredTemplate) => number): TemplateLimit['measure'] {
  return (measured) => [{ used: count(measured) }];
}

/** A limit of each resource of a type. */
export function ofEach(type: string, count: (resource: RuleResource) => number): TemplateLimit['measure'] {
  return ({ template }) =>
    template.resources
      .filter((resource) => resource.type === type)
      .map((resource) => ({ used: count(resource), logicalId: resource.logicalId }));
}

/** What AWS will name stands as a symbol; the ARN of a key, which most of them are, is so long. */
const SYMBOL = /«[^»]*»/g;
const KEY_ARN = 'arn:aws:kms:eu-west-1:111111111111:key/00000000-0000-0000-0000-000000000000';

/** Characters of a document as IAM counts them: without white space between its parts. */
export function characters(document: unknown): number {
  return document === undefined ? 0 : JSON.stringify(document).replaceAll(SYMBOL, KEY_ARN).length;
}
