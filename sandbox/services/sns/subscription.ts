import { parseArn } from '../../cloud/arn.ts';
import { AwsError } from '../../cloud/aws-error.ts';
import type { RequestContext } from '../../cloud/operation.ts';
import type { Scope } from '../../cloud/store.ts';
import { type SubscriptionRecord, subscriptions } from './store.ts';

export type FoundSubscription = {
  readonly scope: Scope;
  readonly key: string;
  readonly record: SubscriptionRecord;
};

export function requireSubscription(context: RequestContext, arn: string | undefined): FoundSubscription {
  const parsed = parseArn(arn ?? '');
  const scope = { accountId: parsed?.accountId ?? '', region: parsed?.region ?? '' };
  const record = subscriptions(context.cloud).get(scope, parsed?.resource ?? '');
  if (parsed && record) return { scope, key: parsed.resource, record };
  throw new AwsError('NotFoundException', 'Subscription does not exist');
}

export function requireProtocol(protocol: string | undefined): SubscriptionRecord['protocol'] {
  if (protocol === 'lambda' || protocol === 'email' || protocol === 'email-json') return protocol;
  throw new AwsError(
    'InvalidParameterException',
    `the sandbox does not deliver by ${protocol}: subscribe a Lambda function or an e-mail address`,
  );
}

/** Of a subscription's attributes only those that ask for nothing can be given. */
export function refuseAttributes(attributes: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(attributes)) {
    const isDefault = value === '' || (name === 'RawMessageDelivery' && value === 'false');
    if (isDefault) continue;
    throw new AwsError(
      'InvalidParameterException',
      `the sandbox does not support the subscription attribute ${name}=${value}`,
    );
  }
}
