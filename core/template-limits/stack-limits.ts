import { ofStack, type TemplateLimit } from './template-limit.ts';

const QUOTAS = 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html';
const SECTION_MAX = 200;

export const STACK_LIMITS: readonly TemplateLimit[] = [
  {
    id: 'StackResources',
    what: 'resources in a stack',
    max: 500,
    fix: 'split the domain, or move what its products have in common into its namespace',
    source: QUOTAS,
    measure: ofStack(({ template }) => template.resources.length),
  },
  {
    id: 'TemplateBytes',
    what: 'bytes of a template',
    max: 1_000_000,
    fix: 'split the domain; keep documents among the assets, as manifests are',
    source: QUOTAS,
    measure: ofStack(({ bytes }) => bytes),
  },
  ...(['Parameters', 'Outputs', 'Mappings'] as const).map((section) => ({
    id: `Stack${section}`,
    what: `${section.toLowerCase()} of a stack`,
    max: SECTION_MAX,
    fix: 'compute names in `core/naming` instead of passing them',
    source: QUOTAS,
    measure: ofStack(({ sections }) => sections[section]),
  })),
];
