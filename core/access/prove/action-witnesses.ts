import type { NamedPolicy } from '../iam/policy.ts';
import { matchTemplate, parseTemplate, type Template, templateCodes } from '../iam/template.ts';
import { dataActions, serviceOf } from './actions.ts';
import { witnesses } from './witnesses.ts';

/**
 * Actions of services for every way in which an action can match the statements of policies: each that is named, the
 * known ones that touch data, and one that nobody has for each way that these leave. Without wildcards in what is
 * allowed there is nothing but names. Undefined where there are too many ways.
 */
export function actionsInPlay(
  services: readonly string[],
  policies: readonly NamedPolicy[],
): readonly string[] | undefined {
  const patterns = policies.flatMap(({ policy }) =>
    policy.statements.flatMap(({ action }) => action.patterns),
  );
  const named = patterns.filter((pattern) => !isWild(pattern)).map(({ source }) => source);
  const ofServices = named.filter((action) => services.includes(serviceOf(action)));
  if (!policies.some(allowsByWildcard)) return distinct(ofServices);
  const known = [...ofServices, ...dataActions(services)];
  const wild = patterns.filter(isWild);
  const found: string[] = [...known];
  for (const service of services) {
    const others = unknownActions(service, { wild, known, named: ofServices });
    if (!others) return undefined;
    found.push(...others);
  }
  return distinct(found);
}

const isWild = ({ kind }: Template): boolean => kind !== 'text';

const allowsByWildcard = ({ policy }: NamedPolicy): boolean =>
  policy.statements.some(
    ({ effect, action }) => effect === 'Allow' && (action.isNegated || action.patterns.some(isWild)),
  );

const distinct = (actions: readonly string[]): readonly string[] => [
  ...new Map(actions.map((action) => [action.toLowerCase(), action])).values(),
];

const LITERAL = { variables: false, wildcards: false };
const codesOf = (template: Template): readonly number[] => templateCodes(template, () => undefined) ?? [];

type InPlay = {
  readonly wild: readonly Template[];
  readonly known: readonly string[];
  readonly named: readonly string[];
};

/** One for each way to match wildcards, and no name, in which no known action matches. */
function unknownActions(service: string, { wild, known, named }: InPlay): readonly string[] | undefined {
  const area = { text: `${service}:`, isOpen: true };
  const patterns = wild.map(codesOf);
  const names = new Set(named.map((action) => action.toLowerCase()));
  const vectorOf = (action: string): string =>
    wild.map((pattern) => matchTemplate(pattern, action.toLowerCase(), () => undefined) === true).join();
  const tried = new Set(known.filter((action) => !names.has(action.toLowerCase())).map(vectorOf));
  // A witness that happens to be a name stands for that name only; told apart from it, another one is found.
  const apart = new Set<string>();
  for (;;) {
    const codes = [...apart].map((name) => codesOf(parseTemplate(name, LITERAL)));
    const found = witnesses(area, [...patterns, ...codes]);
    if (!found) return undefined;
    const alike = found.filter((action) => names.has(action) && !apart.has(action));
    if (alike.length === 0)
      return found.filter((action) => !names.has(action) && !tried.has(vectorOf(action)));
    for (const name of alike) apart.add(name);
  }
}
