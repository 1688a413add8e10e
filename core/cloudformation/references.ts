import { asIntrinsic, isRecord } from './intrinsic.ts';
import { parseSub } from './sub-template.ts';

/** Names that a value refers to: logical ids, parameters and pseudo parameters alike. */
export function referencesOf(value: unknown): ReadonlySet<string> {
  const found = new Set<string>();
  collect(value, found);
  return found;
}

function collect(value: unknown, found: Set<string>): void {
  if (Array.isArray(value)) {
    for (const item of value) collect(item, found);
    return;
  }
  if (!isRecord(value)) return;
  const intrinsic = asIntrinsic(value);
  if (intrinsic?.name === 'Ref' && typeof intrinsic.argument === 'string') found.add(intrinsic.argument);
  else if (intrinsic?.name === 'Fn::GetAtt') collectAttribute(intrinsic.argument, found);
  else if (intrinsic?.name === 'Fn::Sub') collectSub(intrinsic.argument, found);
  else for (const item of Object.values(value)) collect(item, found);
}

function collectAttribute(argument: unknown, found: Set<string>): void {
  const first = Array.isArray(argument) ? argument[0] : argument;
  if (typeof first === 'string') found.add(beforeDot(first));
  if (Array.isArray(argument)) collect(argument[1], found);
}

function collectSub(argument: unknown, found: Set<string>): void {
  const [text, variables] = Array.isArray(argument) ? argument : [argument, {}];
  if (typeof text !== 'string') return;
  const own = isRecord(variables) ? variables : {};
  for (const part of parseSub(text)) {
    if (part.kind === 'reference' && !(part.name in own)) found.add(beforeDot(part.name));
  }
  for (const item of Object.values(own)) collect(item, found);
}

function beforeDot(name: string): string {
  return name.split('.', 1)[0] ?? name;
}
