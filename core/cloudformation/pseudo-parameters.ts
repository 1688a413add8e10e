export type StackIdentity = {
  readonly name: string;
  readonly id: string;
  readonly account: string;
  readonly region: string;
};

/** Values of `AWS::…` references, except `AWS::NoValue`. */
export function pseudoParameters(stack: StackIdentity): Readonly<Record<string, unknown>> {
  return {
    'AWS::AccountId': stack.account,
    'AWS::Region': stack.region,
    'AWS::Partition': 'aws',
    'AWS::URLSuffix': 'amazonaws.com',
    'AWS::StackName': stack.name,
    'AWS::StackId': stack.id,
    'AWS::NotificationARNs': [],
  };
}
