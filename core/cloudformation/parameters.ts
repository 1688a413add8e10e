import type { Template, TemplateParameter } from './template.ts';
import { templateError } from './template-error.ts';

const SSM_PARAMETER = 'AWS::SSM::Parameter::Value<String>';
const PLAIN_TYPES: ReadonlySet<string> = new Set(['String', 'Number', 'CommaDelimitedList', SSM_PARAMETER]);

/** Given value or default of every parameter; for an SSM parameter this is its name. */
export function givenParameters(
  template: Template,
  given: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const declared = template.Parameters ?? {};
  for (const name of Object.keys(given)) {
    if (!(name in declared))
      throw templateError(`Parameters.${name}`, 'the template declares no such parameter');
  }
  return Object.fromEntries(
    Object.entries(declared).map(([name, parameter]) => [name, givenValue(name, parameter, given[name])]),
  );
}

/** Names of SSM parameters whose values the stack needs. */
export function ssmParameterNames(
  template: Template,
  values: Readonly<Record<string, string>>,
): readonly string[] {
  return Object.entries(template.Parameters ?? {})
    .filter(([, parameter]) => parameter.Type === SSM_PARAMETER)
    .map(([name]) => values[name] ?? '');
}

/** What `Ref` of every parameter answers. */
export function resolveParameters(
  template: Template,
  values: Readonly<Record<string, string>>,
  ssm: ReadonlyMap<string, string>,
): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(template.Parameters ?? {}).map(([name, parameter]) => {
      const value = values[name] ?? '';
      return [name, refValue(name, parameter, value, ssm)];
    }),
  );
}

function givenValue(name: string, parameter: TemplateParameter, given: string | undefined): string {
  const where = `Parameters.${name}`;
  if (!PLAIN_TYPES.has(parameter.Type)) {
    throw templateError(
      where,
      `type ${parameter.Type} is not supported`,
      'add it in core/cloudformation/parameters.ts',
    );
  }
  const value = given ?? (parameter.Default === undefined ? undefined : String(parameter.Default));
  if (value === undefined) throw templateError(where, 'has no default and no value was given');
  checkValue(where, parameter, value);
  return value;
}

function checkValue(where: string, parameter: TemplateParameter, value: string): void {
  const allowed = parameter.AllowedValues?.map(String);
  if (allowed !== undefined && !allowed.includes(value)) {
    throw templateError(where, `"${value}" is not one of ${allowed.join(', ')}`);
  }
  if (
    parameter.AllowedPattern !== undefined &&
    !new RegExp(`^(?:${parameter.AllowedPattern})$`).test(value)
  ) {
    throw templateError(where, `"${value}" does not match ${parameter.AllowedPattern}`);
  }
  if (parameter.Type === 'Number' && !Number.isFinite(Number(value))) {
    throw templateError(where, `"${value}" is not a number`);
  }
}

function refValue(
  name: string,
  parameter: TemplateParameter,
  value: string,
  ssm: ReadonlyMap<string, string>,
): unknown {
  if (parameter.Type === 'CommaDelimitedList') return value.split(',').map((item) => item.trim());
  if (parameter.Type !== SSM_PARAMETER) return value;
  const found = ssm.get(value);
  if (found === undefined) {
    throw templateError(
      `Parameters.${name}`,
      `there is no SSM parameter ${value}`,
      'is the account bootstrapped?',
    );
  }
  return found;
}
