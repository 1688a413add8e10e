import type { Parameter } from '@aws-sdk/client-ssm';
import { AwsError } from '../../cloud/aws-error.ts';
import type { AuthorizationRequest, RequestContext } from '../../cloud/operation.ts';
import { type ParameterRecord, parameters } from './store.ts';

/** ARN of a parameter, or of a path: the slash that begins a hierarchical name is not doubled. */
export function parameterArn({ accountId, region }: RequestContext, name: string): string {
  return `arn:aws:ssm:${region}:${accountId}:parameter/${name.replace(/^\//, '')}`;
}

export function onParameter(
  action: string,
  name: string | undefined,
  context: RequestContext,
): AuthorizationRequest {
  return { action: `ssm:${action}`, resource: parameterArn(context, nameOf(name)) };
}

/** The name of a reference: a plain name, or the ARN of a parameter of this account and region. */
export function nameOf(reference: string | undefined): string {
  const name = /^arn:aws:ssm:[^:]*:[^:]*:parameter(\/.*)$/.exec(reference ?? '')?.[1];
  return name ?? reference ?? '';
}

export function findParameter(context: RequestContext, reference: string | undefined): ParameterRecord {
  const [name, selector] = splitSelector(nameOf(reference));
  const found = parameters(context.cloud).get(context, name);
  if (!found) throw new AwsError('ParameterNotFound', `parameter ${JSON.stringify(name)} does not exist`);
  if (selector === undefined || selector === String(found.version)) return found;
  throw new AwsError(
    'ParameterVersionNotFound',
    `the sandbox keeps the newest version only, which is ${found.version}; asked for ${selector}`,
  );
}

export function renderParameter(context: RequestContext, record: ParameterRecord): Parameter {
  return {
    Name: record.name,
    Type: record.type,
    Value: record.value,
    Version: record.version,
    LastModifiedDate: new Date(record.modifiedAt),
    ARN: parameterArn(context, record.name),
    DataType: 'text',
  };
}

function splitSelector(text: string): readonly [name: string, selector: string | undefined] {
  const at = text.indexOf(':');
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
}
