import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { errorAt } from '../diagnostics/report.ts';
import { suggest } from '../diagnostics/suggest.ts';
import { type ReadFile, readYaml } from '../spec/read-yaml.ts';
import type { YamlFile } from '../spec/yaml-file.ts';
import { compileCondition } from './cel.ts';
import { contradictions } from './contradictions.ts';
import type { Law } from './evaluate-subject.ts';
import { exampleSubject } from './example-subject.ts';
import { lawPlace } from './law-place.ts';
import { runExamples } from './policy-examples.ts';
import { type Check, type Policy, Policy as PolicySchema } from './policy.ts';
import { compileCheck } from './run-check.ts';
import { expressionsOf, seesPublication } from './policy-expressions.ts';
import { selectPath } from './select-path.ts';
import { WaiverDocument, type Waiver } from './waiver.ts';

export type ParsedLaw = Law & { readonly diagnostics: readonly Diagnostic[] };

/** Text of files by path below the mesh; other files than those of governance are passed over. */
export type LawFiles = ReadonlyMap<string, string>;

type Located<T> = { readonly value: T; readonly yaml: YamlFile };

/**
 * Reads `governance/policies/*.yaml`, `governance/waivers/*.yaml` and `domains/<domain>/policies/*.yaml`.
 * Domains can add policies, and neither redefine one nor waive anything.
 */
export function parsePolicies(files: LawFiles): ParsedLaw {
  const diagnostics: Diagnostic[] = [];
  const policies: Located<Policy>[] = [];
  const waivers: Located<Waiver>[] = [];
  const keep = <T>({ value, yaml, diagnostics: found }: ReadFile<T>): Located<T>[] => {
    diagnostics.push(...found);
    return value === undefined || yaml === undefined ? [] : [{ value, yaml }];
  };
  for (const [file, text] of [...files].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    const place = lawPlace(file);
    if (place?.kind === 'waiver') {
      for (const { value, yaml } of keep(readYaml(file, text, WaiverDocument))) {
        waivers.push({ value: { ...value, file }, yaml });
      }
    }
    if (place?.kind !== 'policy') continue;
    for (const { value, yaml } of keep(readYaml(file, text, PolicySchema))) {
      const { domain } = place;
      policies.push({ value: { ...value, file, ...(domain !== undefined && { domain }) }, yaml });
    }
  }
  diagnostics.push(...policies.flatMap(checkExpressions), ...checkIds(policies));
  diagnostics.push(...checkWaivers(waivers, policies), ...checkContradictions(policies));
  return {
    policies: policies.map(({ value }) => value),
    waivers: waivers.map(({ value }) => value),
    diagnostics,
  };
}

/** Syntax of expressions and paths, so that a misspelt policy is found before it judges a product. */
function checkExpressions({ value: policy, yaml }: Located<Policy>): Diagnostic[] {
  const found: Diagnostic[] = [...checkGateExpressions(policy, yaml), ...checkApprovals(policy, yaml)];
  const attempt = (path: readonly PropertyKey[], act: () => unknown): void => {
    try {
      act();
    } catch (cause) {
      const message = cause instanceof Error ? cause.message : String(cause);
      found.push(errorAt(yaml.spanOf(path), { code: 'InvalidPolicy', message }));
    }
  };
  const { selector } = policy;
  if (selector !== undefined) attempt(['selector'], () => compileCondition(selector));
  for (const [index, check] of [policy.check].flat().entries()) {
    const path = Array.isArray(policy.check) ? ['check', index] : ['check'];
    attempt(path, () => compileCheck(check));
    for (const selected of pathsOf(check)) attempt(path, () => selectPath(selected, exampleSubject({})));
  }
  return found.length > 0 ? found : checkExamples(policy, yaml);
}

/** What only shows when an expression runs: a function that does not exist, a rule that finds the wrong things. */
function checkExamples(policy: Policy, yaml: YamlFile): Diagnostic[] {
  const then = new Date(policy.effectiveFrom);
  return runExamples(policy, then).map(({ example, index, message }) => {
    const span = yaml.spanOf(['examples', index, 'name']);
    return errorAt(span, { code: 'InvalidPolicy', message: `the example "${example}" ${message}` });
  });
}

/** The publish gate does not carry the expression language, see `GatePolicy`. */
function checkGateExpressions(policy: Policy, yaml: YamlFile): Diagnostic[] {
  if (!policy.stages.includes('publish') || !expressionsOf(policy).some(seesPublication)) return [];
  const message = 'in the stage publish an expression cannot see the day or the publication';
  const hint = 'use notPast, atLeast or atMost, or leave the stage out';
  return [errorAt(yaml.spanOf(['check']), { code: 'InvalidPolicy', message, hint })];
}

/** Access waits for these approvals, so that nothing may say of a request afterwards that it needs none. */
function checkApprovals(policy: Policy, yaml: YamlFile): Diagnostic[] {
  if ([policy.check].flat().every(({ approvals }) => approvals === undefined)) return [];
  const found: Diagnostic[] = [];
  const report = (key: string, message: string): void => {
    found.push(errorAt(yaml.spanOf([key]), { code: 'InvalidPolicy', message }));
  };
  if (policy.selector !== undefined) report('selector', 'approvals apply to every product: leave it out');
  if (policy.waivable) report('check', 'approvals cannot be waived: add waivable: false');
  if (policy.severity !== 'error') report('severity', 'approvals are not a matter of warnings: write error');
  return found;
}

function pathsOf({
  required,
  oneOf,
  atMost,
  atLeast,
  length,
  excludes,
  notPast,
  matches,
  each,
}: Check): string[] {
  const paths = [
    ...[required ?? []].flat(),
    oneOf?.path,
    oneOf?.valuesAt,
    atMost?.path,
    atLeast?.path,
    length?.path,
    ...[excludes?.path ?? []].flat(),
    notPast,
    matches?.path,
    each?.in,
  ];
  return paths.filter((path) => path !== undefined);
}

/** Files of the mesh come before those of domains, so that it is the domain's copy that is refused. */
function checkIds(policies: readonly Located<Policy>[]): Diagnostic[] {
  const first = new Map<string, Policy>();
  const globalFirst = policies.toSorted(
    (a, b) => Number(a.value.domain !== undefined) - Number(b.value.domain !== undefined),
  );
  return globalFirst.flatMap(({ value, yaml }) => {
    const taken = first.get(value.id);
    if (taken === undefined) {
      first.set(value.id, value);
      return [];
    }
    const message = `the policy "${value.id}" exists in ${taken.file}`;
    const hint = 'a policy can be added, never replaced: choose another id';
    return [errorAt(yaml.spanOf(['id']), { code: 'InvalidPolicy', message, hint })];
  });
}

function checkWaivers(
  waivers: readonly Located<Waiver>[],
  policies: readonly Located<Policy>[],
): Diagnostic[] {
  const ids = policies.map(({ value }) => value.id);
  return waivers.flatMap(({ value: waiver, yaml }) => {
    const policy = policies.find(({ value }) => value.id === waiver.policy)?.value;
    if (policy?.waivable === true) return [];
    const message =
      policy === undefined
        ? `there is no policy "${waiver.policy}"`
        : `the policy "${waiver.policy}" knows no exceptions`;
    const hint = policy === undefined ? suggest(waiver.policy, ids) : policy.remediation;
    return [errorAt(yaml.spanOf(['policy']), { code: 'InvalidWaiver', message, hint })];
  });
}

function checkContradictions(policies: readonly Located<Policy>[]): Diagnostic[] {
  return contradictions(policies.map(({ value }) => value)).flatMap(({ policies: [one, other], message }) => {
    const later = policies.find(({ value }) => value === other);
    if (later === undefined) return [];
    const hint = `no product can keep this policy and "${one.id}": change one of them`;
    return [errorAt(later.yaml.spanOf(['check']), { code: 'ContradictingPolicies', message, hint })];
  });
}
