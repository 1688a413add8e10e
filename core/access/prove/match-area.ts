import type { ArnPattern } from '../iam/match-arn.ts';
import type { NamedPolicy } from '../iam/policy.ts';
import { matchTemplate, templateCodes, type Variables } from '../iam/template.ts';
import { type Area, witnesses } from './witnesses.ts';

/** ARN patterns of the statements of policies. */
export function patternsOf(policies: readonly NamedPolicy[]): readonly ArnPattern[] {
  return policies.flatMap(({ policy }) =>
    policy.statements.flatMap(({ resource }) => resource?.patterns ?? []),
  );
}

/** Strings of an area, one for each way in which ARN patterns can match; undefined where that is too much. */
export function areaWitnesses(
  area: Area,
  patterns: readonly ArnPattern[],
  variables: Variables,
): readonly string[] | undefined {
  if (!area.isOpen) return [area.text];
  const head = area.text.split(':').slice(0, 5);
  const codes = patterns.flatMap((pattern) => {
    if (pattern === 'everything') return [];
    const isNear = head.every((part, index) => {
      const template = pattern[index];
      return template !== undefined && matchTemplate(template, part, variables) !== false;
    });
    const last = pattern[5];
    const found = isNear && last ? templateCodes(last, variables) : undefined;
    return found ? [found] : [];
  });
  const prefix = `${head.join(':')}:`;
  const tail = area.text.slice(prefix.length);
  return witnesses({ text: tail, isOpen: true }, distinct(codes))?.map((text) => prefix + text);
}

function distinct(codes: readonly (readonly number[])[]): readonly (readonly number[])[] {
  return [...new Map(codes.map((one) => [one.join(), one])).values()];
}
