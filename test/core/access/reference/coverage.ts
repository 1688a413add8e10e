import { OPERATORS } from './random-condition.ts';

const KINDS = ['identity', 'boundary', 'session', 'scp', 'rcp', 'endpoint', 'resource'];
const ANSWERS = ['yes', 'no', 'maybe'];

/** What fewer than `least` of the questions turned on, so that agreement cannot be empty. */
export function uncovered(seen: ReadonlyMap<string, number>, least: number): readonly string[] {
  const counts = new Map<string, number>();
  for (const [label, count] of seen) {
    for (const folded of foldedLabels(label)) counts.set(folded, (counts.get(folded) ?? 0) + count);
  }
  return expected()
    .filter((label) => (counts.get(label) ?? 0) < least)
    .map((label) => `${label}: ${counts.get(label) ?? 0}`);
}

/** An operator counts by its bare name, and by its form. */
function foldedLabels(label: string): readonly string[] {
  const [, many, bare, ifExists, answer] =
    /^operator (forallvalues:|foranyvalue:)?(\S+?)(ifexists)? (\w+)$/.exec(label.toLowerCase()) ?? [];
  if (bare === undefined) return [label];
  return [`operator ${bare} ${answer}`, `form ${many ?? ''}${ifExists ?? ''} ${answer}`];
}

const FORMS = ['', 'forallvalues:', 'foranyvalue:'].flatMap((many) => [many, `${many}ifexists`]);

function expected(): readonly string[] {
  return [
    ...OPERATORS.flatMap((operator) => ANSWERS.map((answer) => `operator ${operator} ${answer}`)),
    ...FORMS.flatMap((form) => ANSWERS.map((answer) => `form ${form} ${answer}`)),
    ...KINDS.flatMap((kind) =>
      ['Allow', 'Deny'].flatMap((effect) => ANSWERS.map((answer) => `${kind} ${effect} ${answer}`)),
    ).filter((label) => !label.startsWith('resource Allow')),
    ...['everyone', 'itself', 'role', 'account', 'undefined'].map((one) => `granted by the resource: ${one}`),
    ...['everyone', 'itself', 'role', 'account', 'undefined'].flatMap((one) =>
      ['true', 'false'].map((own) => `same account: ${own} or ${one}`),
    ),
    ...['true and true', 'true and false', 'false and true', 'false and false'].map(
      (both) => `cross account: ${both}`,
    ),
    ...['role', 'user', 'root', 'service', 'federated', 'anonymous'].map((kind) => `asked as ${kind}`),
    ...ANSWERS.map((answer) => `key grant ${answer}`),
    ...['user', 'attacker'].flatMap((view) => [`${view} allowed`, `${view} denied`]),
  ];
}
