type Statement = { readonly actions: readonly string[] };

/** AWS's own policies that the sandbox knows by heart; any other is an error, never a guess. */
const STATEMENTS: Readonly<Record<string, Statement>> = {
  AdministratorAccess: { actions: ['*'] },
  AWSCloudFormationReadOnlyAccess: {
    actions: [
      'cloudformation:Describe*',
      'cloudformation:EstimateTemplateCost',
      'cloudformation:Get*',
      'cloudformation:List*',
      'cloudformation:ValidateTemplate',
      'cloudformation:Detect*',
    ],
  },
  'service-role/AWSLambdaBasicExecutionRole': {
    actions: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'],
  },
  AWSXRayDaemonWriteAccess: {
    actions: [
      'xray:PutTraceSegments',
      'xray:PutTelemetryRecords',
      'xray:GetSamplingRules',
      'xray:GetSamplingTargets',
      'xray:GetSamplingStatisticSummaries',
    ],
  },
};

const PREFIX = 'arn:aws:iam::aws:policy/';

export function isAwsManaged(arn: string): boolean {
  return arn.startsWith(PREFIX);
}

/** JSON text of an AWS-managed policy; undefined where the sandbox does not know it. */
export function awsManagedDocument(arn: string): string | undefined {
  const statement = STATEMENTS[arn.slice(PREFIX.length)];
  if (!isAwsManaged(arn) || !statement) return undefined;
  const Statement = [{ Effect: 'Allow', Action: statement.actions, Resource: '*' }];
  return JSON.stringify({ Version: '2012-10-17', Statement });
}

export function knownAwsManaged(): readonly string[] {
  return Object.keys(STATEMENTS).map((name) => `${PREFIX}${name}`);
}
