import { asIntrinsic, isRecord } from './intrinsic.ts';
import { parseSub } from './sub-template.ts';
import { templateError } from './template-error.ts';

/** What intrinsic functions look up while they are resolved. */
export type ResolveScope = {
  /** Value of `Ref` for a parameter, a pseudo parameter or a resource; `undefined` when there is none. */
  readonly ref: (name: string) => unknown;
  readonly attribute: (logicalId: string, name: string) => unknown;
  readonly condition: (name: string) => boolean;
  readonly mapping: (map: string, first: string, second: string) => unknown;
};

/** Stands for `AWS::NoValue`: the key or item that holds it vanishes. */
export const NO_VALUE: unique symbol = Symbol('AWS::NoValue');

type Resolver = (argument: unknown, scope: ResolveScope, where: string) => unknown;

/** Replaces every intrinsic function within a value; `where` names the place in messages. */
export function resolveValue(value: unknown, scope: ResolveScope, where: string): unknown {
  if (Array.isArray(value)) {
    return value
      .map((item, index) => resolveValue(item, scope, `${where}.${index}`))
      .filter((item) => item !== NO_VALUE);
  }
  if (!isRecord(value)) return value;
  const intrinsic = asIntrinsic(value);
  if (intrinsic === undefined) return resolveRecord(value, scope, where);
  const resolver = RESOLVERS[intrinsic.name];
  if (resolver) return resolver(intrinsic.argument, scope, where);
  throw templateError(where, `${intrinsic.name} is not supported`, hintFor(intrinsic.name));
}

function resolveRecord(
  value: Readonly<Record<string, unknown>>,
  scope: ResolveScope,
  where: string,
): unknown {
  const resolved: Record<string, unknown> = {};
  for (const [key, item] of Object.entries(value)) {
    const result = resolveValue(item, scope, `${where}.${key}`);
    if (result !== NO_VALUE) resolved[key] = result;
  }
  return resolved;
}

const RESOLVERS: Readonly<Record<string, Resolver>> = {
  Ref: (argument, scope, where) => {
    const name = text(argument, where);
    if (name === 'AWS::NoValue') return NO_VALUE;
    return present(scope.ref(name), where, `Ref names ${name}, which is neither a parameter nor a resource`);
  },
  'Fn::GetAtt': (argument, scope, where) => {
    const [logicalId, name] = attributePath(argument, scope, where);
    return present(scope.attribute(logicalId, name), where, `${logicalId} has no attribute ${name}`);
  },
  'Fn::Sub': sub,
  'Fn::Join': (argument, scope, where) => {
    const [separator, items] = list(argument, where, 2);
    return texts(resolveValue(items, scope, where), where).join(text(separator, where));
  },
  'Fn::Split': (argument, scope, where) => {
    const [separator, source] = list(argument, where, 2);
    return text(resolveValue(source, scope, where), where).split(text(separator, where));
  },
  'Fn::Select': (argument, scope, where) => {
    const [index, items] = list(argument, where, 2);
    const position = Number(resolveValue(index, scope, where));
    const values = list(resolveValue(items, scope, where), where);
    return present(values[position], where, `Fn::Select has no item ${position}`);
  },
  'Fn::Base64': (argument, scope, where) =>
    Buffer.from(text(resolveValue(argument, scope, where), where), 'utf8').toString('base64'),
  'Fn::FindInMap': (argument, scope, where) => {
    const keys = texts(resolveValue(list(argument, where, 3), scope, where), where);
    const [map = '', first = '', second = ''] = keys;
    return present(scope.mapping(map, first, second), where, `no mapping ${keys.join('.')}`);
  },
  'Fn::If': (argument, scope, where) => {
    const [name, yes, no] = list(argument, where, 3);
    return resolveValue(scope.condition(text(name, where)) ? yes : no, scope, where);
  },
  Condition: (argument, scope, where) => scope.condition(text(argument, where)),
  'Fn::Equals': (argument, scope, where) => {
    const [left, right] = texts(resolveValue(list(argument, where, 2), scope, where), where);
    return left === right;
  },
  'Fn::Not': (argument, scope, where) => !truth(list(argument, where, 1)[0], scope, where),
  'Fn::And': (argument, scope, where) => list(argument, where).every((item) => truth(item, scope, where)),
  'Fn::Or': (argument, scope, where) => list(argument, where).some((item) => truth(item, scope, where)),
  'Fn::Contains': (argument, scope, where) => {
    const [items, item] = list(argument, where, 2);
    const wanted = text(resolveValue(item, scope, where), where);
    return texts(resolveValue(items, scope, where), where).includes(wanted);
  },
};

function sub(argument: unknown, scope: ResolveScope, where: string): unknown {
  const [source, variables] = Array.isArray(argument) ? argument : [argument, {}];
  const own = isRecord(variables) ? variables : {};
  const pieces = parseSub(text(source, where)).map((part) => {
    if (part.kind === 'text') return part.text;
    if (part.name in own) return text(resolveValue(own[part.name], scope, where), where);
    const [logicalId = '', ...rest] = part.name.split('.');
    const value = rest.length === 0 ? scope.ref(part.name) : scope.attribute(logicalId, rest.join('.'));
    return text(present(value, where, `Fn::Sub names ${part.name}, which does not exist`), where);
  });
  return pieces.join('');
}

function attributePath(argument: unknown, scope: ResolveScope, where: string): readonly [string, string] {
  if (typeof argument === 'string') {
    const dot = argument.indexOf('.');
    return [argument.slice(0, dot), argument.slice(dot + 1)];
  }
  const [logicalId, name] = list(argument, where, 2);
  return [text(logicalId, where), text(resolveValue(name, scope, where), where)];
}

function truth(value: unknown, scope: ResolveScope, where: string): boolean {
  const resolved = resolveValue(value, scope, where);
  if (typeof resolved === 'boolean') return resolved;
  throw templateError(where, `expected a condition, found ${JSON.stringify(resolved)}`);
}

function list(value: unknown, where: string, length?: number): readonly unknown[] {
  if (Array.isArray(value) && (length === undefined || value.length === length)) return value;
  const wanted = length === undefined ? 'a list' : `a list of ${length}`;
  throw templateError(where, `expected ${wanted}, found ${JSON.stringify(value)}`);
}

function texts(value: unknown, where: string): readonly string[] {
  return list(value, where).map((item) => text(item, where));
}

function text(value: unknown, where: string): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw templateError(where, `expected a text, found ${JSON.stringify(value)}`);
}

function present(value: unknown, where: string, message: string): unknown {
  if (value !== undefined) return value;
  throw templateError(where, message);
}

function hintFor(name: string): string {
  if (name === 'Fn::ImportValue')
    return 'stacks refer to each other by fixed names or SSM parameters, never by exports';
  if (name === 'Fn::GetAZs') return 'nothing in the mesh lives in an availability zone';
  return 'add it in core/cloudformation/resolve-value.ts';
}
