/** Actions by which somebody opens what it has to others, or makes itself more than it is; by kind of resource. */
const OPENING =
  /^(s3:put(bucketpolicy|bucketacl|objectacl|accesspoint.*|replicationconfiguration)|kms:(putkeypolicy|creategrant)|sqs:(addpermission|setqueueattributes)|sns:(addpermission|settopicattributes|subscribe)|secretsmanager:putresourcepolicy|events:(putpermission|putrule|puttargets)|lambda:(addpermission|createfunctionurlconfig)|dynamodb:(putresourcepolicy|exporttable.*|createtable.*|restore.*)|athena:updateworkgroup|logs:putsubscriptionfilter|scheduler:(create|update)schedule)$/i;

/** On a role or a policy: whatever does not only look at it makes its holder that role. */
const BECOMING = /^(sts:assume|iam:(?!get|list|simulate|tag|untag))/i;
const RECODING = /^(lambda:update(functioncode|functionconfiguration)|states:updatestatemachine)$/i;

export const opensToOthers = (action: string): boolean => OPENING.test(action);
export const becomesRole = (action: string): boolean => BECOMING.test(action);
export const changesCode = (action: string): boolean => RECODING.test(action);

/** Powers over an account that no resource limits. */
export const ACCOUNT_POWERS: readonly string[] = [
  'cloudformation:CreateStack',
  'cloudformation:UpdateStack',
  'codebuild:CreateProject',
  'ec2:RunInstances',
  'glue:CreateDevEndpoint',
  'glue:CreateJob',
  'glue:PutResourcePolicy',
  'iam:AttachRolePolicy',
  'iam:CreateAccessKey',
  'iam:CreatePolicyVersion',
  'iam:CreateRole',
  'iam:CreateUser',
  'iam:PutRolePolicy',
  'iam:UpdateAssumeRolePolicy',
  'kms:CreateGrant',
  'kms:PutKeyPolicy',
  'lakeformation:AddLFTagsToResource',
  'lakeformation:BatchGrantPermissions',
  'lakeformation:CreateDataCellsFilter',
  'lakeformation:CreateLakeFormationOptIn',
  'lakeformation:DeregisterResource',
  'lakeformation:GrantPermissions',
  'lakeformation:PutDataLakeSettings',
  'lakeformation:RegisterResource',
  'lakeformation:UpdateDataCellsFilter',
  'lakeformation:UpdateResource',
  'lambda:CreateFunction',
  'logs:PutSubscriptionFilter',
  'ram:CreateResourceShare',
  's3:PutBucketPolicy',
  'states:CreateStateMachine',
  'sts:AssumeRole',
];

/** What a reconciler is for. */
export const RECONCILING = /^(lakeformation:(batchgrant|createdatacellsfilter|updatedatacellsfilter)|ram:)/i;
