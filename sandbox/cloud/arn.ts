import { AwsError } from './aws-error.ts';

export type Arn = {
  readonly service: string;
  readonly region: string;
  readonly accountId: string;
  /** All that follows the account, for example `event-bus/name`. */
  readonly resource: string;
};

/** Reads an ARN; `undefined` where the text is not one. */
export function parseArn(text: string): Arn | undefined {
  const [arn, partition, service, region, accountId, ...resource] = text.split(':');
  if (arn !== 'arn' || !partition || !service || resource.length === 0) return undefined;
  return { service, region: region ?? '', accountId: accountId ?? '', resource: resource.join(':') };
}

/** As `parseArn`, for a parameter of a call: what is not an ARN is the caller's mistake. */
export function requireArn(text: string, parameter: string): Arn {
  const arn = parseArn(text);
  if (arn) return arn;
  throw new AwsError('ValidationException', `${parameter} is not a valid ARN: ${JSON.stringify(text)}`);
}
