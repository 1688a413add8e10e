import { parseDocument, type CollectionTag, isMap, isSeq, type ScalarTag } from 'yaml';
import { parseTemplate, type Template } from './template.ts';
import { templateError } from './template-error.ts';

/** CloudFormation's short forms: `!Ref x` for `{ Ref: x }`, `!Sub x` for `{ "Fn::Sub": x }`. */
const SHORT_FORMS = [
  'And',
  'Base64',
  'Cidr',
  'Equals',
  'FindInMap',
  'GetAZs',
  'GetAtt',
  'If',
  'ImportValue',
  'Join',
  'Not',
  'Or',
  'Select',
  'Split',
  'Sub',
  'Transform',
] as const;

/** Bounds what aliases may unfold to. */
const ALIASES_MAX = 100;

/** Reads a template in JSON or YAML. */
export function parseTemplateText(text: string): Template {
  return parseTemplate(text.trimStart().startsWith('{') ? parseJson(text) : parseYaml(text));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw templateError('template', `is no JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function parseYaml(text: string): unknown {
  const document = parseDocument(text, { customTags: TAGS, schema: 'core' });
  const [problem] = [...document.errors, ...document.warnings];
  if (problem !== undefined) throw templateError('template', `is no YAML: ${problem.message}`);
  return document.toJS({ maxAliasCount: ALIASES_MAX });
}

const TAGS = [
  ...tagsOf('Ref', 'Ref'),
  ...tagsOf('Condition', 'Condition'),
  ...SHORT_FORMS.flatMap((name) => tagsOf(name, `Fn::${name}`)),
];

function tagsOf(name: string, key: string): readonly (ScalarTag | CollectionTag)[] {
  const tag = `!${name}`;
  const wrap = (value: unknown) => ({ [key]: value });
  return [
    { tag, resolve: (text) => wrap(key === 'Fn::GetAtt' ? attribute(text) : text) },
    { tag, collection: 'seq', resolve: (node) => wrap(isSeq(node) ? node.toJSON() : node) },
    { tag, collection: 'map', resolve: (node) => wrap(isMap(node) ? node.toJSON() : node) },
  ];
}

/** `Bucket.Arn`: what comes after the first dot is the attribute, which may have dots of its own. */
function attribute(text: string): readonly string[] {
  const dot = text.indexOf('.');
  return [text.slice(0, dot), text.slice(dot + 1)];
}
