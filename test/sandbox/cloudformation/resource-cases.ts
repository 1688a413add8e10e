export const ACCOUNT = '111122223333';
export const REGION = 'eu-west-1';

export type ResourceCase = {
  readonly type: string;
  readonly first: object;
  /** The same resource with every updatable property changed; absent where all are create-only. */
  readonly second?: object;
  /** Properties that make it another resource. */
  readonly replacement?: object;
  /** The operation that the sandbox lacks for it: then it is refused by name, and nothing stays. */
  readonly lacks?: string;
  /** What it needs, by logical id. */
  readonly needs?: Readonly<Record<string, { readonly Type: string; readonly Properties: object }>>;
};

const trust = (...services: readonly string[]) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: services }, Action: 'sts:AssumeRole' }],
});
const allow = (action: string) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: action, Resource: '*' }],
});
const keyPolicy = {
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` }, Action: 'kms:*', Resource: '*' },
  ],
};
const role = (...services: readonly string[]) => ({
  Type: 'AWS::IAM::Role',
  Properties: {
    RoleName: 'worker',
    AssumeRolePolicyDocument: trust(...services),
    Policies: [{ PolicyName: 'all', PolicyDocument: allow('*') }],
  },
});
const roleArn = { 'Fn::GetAtt': ['Role', 'Arn'] };
const tag = (Value: string) => [{ Key: 'owner', Value }];
const pass = { QueryLanguage: 'JSONata', StartAt: 'Done', States: { Done: { Type: 'Succeed' } } };
const settings = {
  Type: 'AWS::LakeFormation::DataLakeSettings',
  Properties: {
    MutationType: 'APPEND',
    Admins: [
      {
        DataLakePrincipalIdentifier: `arn:aws:iam::${ACCOUNT}:role/cdk-hnb659fds-cfn-exec-role-${ACCOUNT}-${REGION}`,
      },
    ],
    CreateDatabaseDefaultPermissions: [],
    CreateTableDefaultPermissions: [],
  },
};
const bucket = { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'lake' } };
const database = {
  Type: 'AWS::Glue::Database',
  Properties: {
    CatalogId: ACCOUNT,
    DatabaseName: 'operations',
    DatabaseInput: { Name: 'operations', CreateTableDefaultPermissions: [] },
  },
  DependsOn: 'Settings',
};
const columns = (...names: readonly string[]) => names.map((Name) => ({ Name, Type: 'string' }));
const tableInput = (...names: readonly string[]) => ({
  Name: 'flights',
  TableType: 'EXTERNAL_TABLE',
  Parameters: { classification: 'parquet' },
  StorageDescriptor: { Columns: columns(...names), Location: 's3://lake/flights/' },
});
const table = {
  Type: 'AWS::Glue::Table',
  Properties: {
    CatalogId: ACCOUNT,
    DatabaseName: { Ref: 'Database' },
    Name: 'flights',
    TableInput: tableInput('origin', 'state'),
  },
};
const catalog = { Settings: settings, Database: database, Table: table };
const lfTag = {
  Type: 'AWS::LakeFormation::Tag',
  Properties: { CatalogId: ACCOUNT, TagKey: 'zone', TagValues: ['landing', 'products'] },
  DependsOn: 'Settings',
};
const machine = {
  Type: 'AWS::StepFunctions::StateMachine',
  Properties: { StateMachineName: 'run', RoleArn: roleArn, DefinitionString: JSON.stringify(pass) },
};
const version = {
  Type: 'AWS::StepFunctions::StateMachineVersion',
  Properties: {
    StateMachineArn: { Ref: 'Machine' },
    StateMachineRevisionId: { 'Fn::GetAtt': ['Machine', 'StateMachineRevisionId'] },
  },
};
const statesNeeds = { Role: role('states.amazonaws.com'), Machine: machine };
const fn = {
  Type: 'AWS::Lambda::Function',
  Properties: {
    FunctionName: 'greet',
    Role: roleArn,
    Runtime: 'nodejs24.x',
    Handler: 'index.handler',
    Code: { ZipFile: 'exports.handler = async () => 1;' },
  },
};
const lambdaNeeds = { Role: role('lambda.amazonaws.com'), Function: fn };
const bus = { Type: 'AWS::Events::EventBus', Properties: { Name: 'mesh-bus' } };
const topic = { Type: 'AWS::SNS::Topic', Properties: { TopicName: 'alarms' } };
const topicArn = { Ref: 'Topic' };
const queue = { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'dead' } };
const alarm = {
  AlarmName: 'late',
  Namespace: 'Freehold/Product',
  MetricName: 'Freshness',
  Statistic: 'Maximum',
  Period: 300,
  EvaluationPeriods: 1,
  Threshold: 10,
  ComparisonOperator: 'GreaterThanThreshold',
};
const widgets = (markdown: string) =>
  JSON.stringify({ widgets: [{ type: 'text', width: 6, height: 2, properties: { markdown } }] });

/** One case per resource type, with properties as the CDK writes them. */
export const RESOURCE_CASES: readonly ResourceCase[] = [
  { type: 'AWS::CDK::Metadata', first: { Analytics: 'v2:deflate64:x' } },
  {
    type: 'AWS::KMS::Key',
    first: { KeyPolicy: keyPolicy, Description: 'a', EnableKeyRotation: true, Tags: tag('a') },
    second: { KeyPolicy: keyPolicy, Description: 'b', EnableKeyRotation: false, Tags: tag('b') },
  },
  {
    type: 'AWS::KMS::Alias',
    needs: {
      Key: { Type: 'AWS::KMS::Key', Properties: { KeyPolicy: keyPolicy } },
      Other: { Type: 'AWS::KMS::Key', Properties: { KeyPolicy: keyPolicy } },
    },
    first: { AliasName: 'alias/data', TargetKeyId: { 'Fn::GetAtt': ['Key', 'Arn'] } },
    second: { AliasName: 'alias/data', TargetKeyId: { 'Fn::GetAtt': ['Other', 'Arn'] } },
    replacement: { AliasName: 'alias/more', TargetKeyId: { 'Fn::GetAtt': ['Key', 'Arn'] } },
  },
  {
    type: 'AWS::S3::Bucket',
    first: {
      BucketName: 'operations-landing',
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
      },
      LifecycleConfiguration: {
        Rules: [
          {
            Id: 'tidy',
            Status: 'Enabled',
            ExpirationInDays: 7,
            NoncurrentVersionExpiration: { NoncurrentDays: 30 },
            AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 },
          },
        ],
      },
      NotificationConfiguration: { EventBridgeConfiguration: { EventBridgeEnabled: true } },
      OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
      VersioningConfiguration: { Status: 'Enabled' },
      Tags: tag('a'),
    },
    second: {
      BucketName: 'operations-landing',
      VersioningConfiguration: { Status: 'Enabled' },
      Tags: tag('b'),
    },
    replacement: { BucketName: 'operations-landing-2' },
  },
  {
    type: 'AWS::S3::BucketPolicy',
    needs: { Bucket: bucket },
    first: { Bucket: { Ref: 'Bucket' }, PolicyDocument: bucketPolicy('s3:GetObject') },
    second: { Bucket: { Ref: 'Bucket' }, PolicyDocument: bucketPolicy('s3:PutObject') },
  },
  {
    type: 'AWS::IAM::Role',
    first: {
      RoleName: 'analyst',
      AssumeRolePolicyDocument: trust('lambda.amazonaws.com'),
      Description: 'a',
      ManagedPolicyArns: ['arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole'],
      Policies: [{ PolicyName: 'read', PolicyDocument: allow('s3:GetObject') }],
      Tags: tag('a'),
    },
    second: {
      RoleName: 'analyst',
      AssumeRolePolicyDocument: trust('states.amazonaws.com'),
      Description: 'b',
      MaxSessionDuration: 7200,
      Policies: [{ PolicyName: 'write', PolicyDocument: allow('s3:PutObject') }],
      Tags: tag('b'),
    },
    replacement: { AssumeRolePolicyDocument: trust('lambda.amazonaws.com') },
  },
  {
    type: 'AWS::IAM::Policy',
    needs: { Role: role('lambda.amazonaws.com') },
    first: { PolicyName: 'read', PolicyDocument: allow('s3:GetObject'), Roles: [{ Ref: 'Role' }] },
    second: { PolicyName: 'more', PolicyDocument: allow('s3:ListBucket'), Roles: [{ Ref: 'Role' }] },
  },
  {
    type: 'AWS::IAM::ManagedPolicy',
    needs: { Role: role('lambda.amazonaws.com') },
    first: { ManagedPolicyName: 'boundary', PolicyDocument: allow('s3:GetObject'), Roles: [{ Ref: 'Role' }] },
    second: { ManagedPolicyName: 'boundary', PolicyDocument: allow('s3:ListBucket') },
    replacement: { ManagedPolicyName: 'boundary-2', PolicyDocument: allow('s3:ListBucket') },
  },
  {
    type: 'AWS::Lambda::Function',
    needs: { Role: role('lambda.amazonaws.com') },
    first: {
      ...fn.Properties,
      Description: 'a',
      Timeout: 10,
      Environment: { Variables: { A: '1' } },
      Tags: tag('a'),
    },
    second: {
      ...fn.Properties,
      Code: { ZipFile: 'exports.handler = async () => 2;' },
      MemorySize: 256,
      Tags: tag('b'),
    },
    replacement: { ...fn.Properties, FunctionName: 'greet-2' },
  },
  {
    type: 'AWS::Lambda::Permission',
    needs: lambdaNeeds,
    first: {
      FunctionName: { Ref: 'Function' },
      Action: 'lambda:InvokeFunction',
      Principal: 'events.amazonaws.com',
    },
    replacement: {
      FunctionName: { Ref: 'Function' },
      Action: 'lambda:InvokeFunction',
      Principal: 's3.amazonaws.com',
      SourceAccount: ACCOUNT,
    },
  },
  {
    type: 'AWS::Lambda::EventInvokeConfig',
    needs: { ...lambdaNeeds, Queue: queue },
    first: {
      FunctionName: { Ref: 'Function' },
      Qualifier: '$LATEST',
      MaximumRetryAttempts: 0,
      DestinationConfig: { OnFailure: { Destination: { 'Fn::GetAtt': ['Queue', 'Arn'] } } },
    },
    second: { FunctionName: { Ref: 'Function' }, Qualifier: '$LATEST', MaximumRetryAttempts: 1 },
  },
  {
    type: 'AWS::Logs::LogGroup',
    first: { LogGroupName: '/aws/lambda/greet', RetentionInDays: 90 },
    second: { LogGroupName: '/aws/lambda/greet', RetentionInDays: 30 },
    replacement: { LogGroupName: '/aws/lambda/greet-2' },
  },
  {
    type: 'AWS::Glue::Database',
    needs: { Settings: settings },
    first: { ...database.Properties },
    second: {
      ...database.Properties,
      DatabaseInput: { Name: 'operations', Description: 'b', CreateTableDefaultPermissions: [] },
    },
    replacement: {
      CatalogId: ACCOUNT,
      DatabaseName: 'safety',
      DatabaseInput: { Name: 'safety', CreateTableDefaultPermissions: [] },
    },
  },
  {
    type: 'AWS::Glue::Table',
    needs: { Settings: settings, Database: database },
    first: table.Properties,
    second: { ...table.Properties, TableInput: tableInput('origin', 'state', 'delay') },
    replacement: {
      ...table.Properties,
      Name: 'strikes',
      TableInput: { ...tableInput('origin'), Name: 'strikes' },
    },
  },
  {
    type: 'AWS::Glue::DataCatalogEncryptionSettings',
    first: {
      CatalogId: ACCOUNT,
      DataCatalogEncryptionSettings: { EncryptionAtRest: { CatalogEncryptionMode: 'SSE-KMS' } },
    },
    second: {
      CatalogId: ACCOUNT,
      DataCatalogEncryptionSettings: { EncryptionAtRest: { CatalogEncryptionMode: 'DISABLED' } },
    },
  },
  {
    type: 'AWS::LakeFormation::DataLakeSettings',
    first: settings.Properties,
    second: { ...settings.Properties, Parameters: { CROSS_ACCOUNT_VERSION: '4' } },
  },
  {
    type: 'AWS::LakeFormation::Resource',
    needs: { Settings: settings, Bucket: bucket, Role: role('lakeformation.amazonaws.com') },
    first: {
      ResourceArn: { 'Fn::GetAtt': ['Bucket', 'Arn'] },
      RoleArn: roleArn,
      UseServiceLinkedRole: false,
      HybridAccessEnabled: false,
    },
  },
  {
    type: 'AWS::LakeFormation::Tag',
    needs: { Settings: settings },
    first: lfTag.Properties,
    second: { ...lfTag.Properties, TagValues: ['products', 'staging'] },
    replacement: { ...lfTag.Properties, TagKey: 'domain', TagValues: ['operations'] },
  },
  {
    type: 'AWS::LakeFormation::TagAssociation',
    needs: { Settings: settings, Database: database, Tag: lfTag },
    first: {
      Resource: { Database: { CatalogId: ACCOUNT, Name: { Ref: 'Database' } } },
      LFTags: [{ CatalogId: ACCOUNT, TagKey: { Ref: 'Tag' }, TagValues: ['landing'] }],
    },
    replacement: {
      Resource: { Database: { CatalogId: ACCOUNT, Name: { Ref: 'Database' } } },
      LFTags: [{ CatalogId: ACCOUNT, TagKey: { Ref: 'Tag' }, TagValues: ['products'] }],
    },
  },
  {
    type: 'AWS::LakeFormation::PrincipalPermissions',
    needs: { ...catalog, Role: role('lambda.amazonaws.com') },
    first: {
      Principal: { DataLakePrincipalIdentifier: roleArn },
      Resource: { Table: { CatalogId: ACCOUNT, DatabaseName: { Ref: 'Database' }, Name: { Ref: 'Table' } } },
      Permissions: ['SELECT'],
      PermissionsWithGrantOption: [],
    },
    replacement: {
      Principal: { DataLakePrincipalIdentifier: roleArn },
      Resource: { Table: { CatalogId: ACCOUNT, DatabaseName: { Ref: 'Database' }, Name: { Ref: 'Table' } } },
      Permissions: ['DESCRIBE', 'SELECT'],
      PermissionsWithGrantOption: [],
    },
  },
  {
    type: 'AWS::LakeFormation::DataCellsFilter',
    needs: catalog,
    first: {
      TableCatalogId: ACCOUNT,
      DatabaseName: { Ref: 'Database' },
      TableName: { Ref: 'Table' },
      Name: 'texas',
      ColumnNames: ['origin', 'state'],
      RowFilter: { FilterExpression: "state = 'TX'" },
    },
    replacement: {
      TableCatalogId: ACCOUNT,
      DatabaseName: { Ref: 'Database' },
      TableName: { Ref: 'Table' },
      Name: 'texas',
      ColumnNames: ['origin'],
      RowFilter: { FilterExpression: "state = 'TX'" },
    },
  },
  {
    type: 'AWS::Athena::WorkGroup',
    first: {
      Name: 'analyst',
      Description: 'a',
      RecursiveDeleteOption: true,
      WorkGroupConfiguration: {
        EnforceWorkGroupConfiguration: true,
        PublishCloudWatchMetricsEnabled: true,
        BytesScannedCutoffPerQuery: 107374182400,
        EngineVersion: { SelectedEngineVersion: 'Athena engine version 3' },
        ResultConfiguration: { OutputLocation: 's3://results/analyst/', ExpectedBucketOwner: ACCOUNT },
      },
    },
    second: {
      Name: 'analyst',
      Description: 'b',
      RecursiveDeleteOption: true,
      WorkGroupConfiguration: {
        EnforceWorkGroupConfiguration: true,
        PublishCloudWatchMetricsEnabled: false,
        ResultConfiguration: { OutputLocation: 's3://results/other/' },
      },
    },
    replacement: { Name: 'engineer', RecursiveDeleteOption: true },
  },
  {
    type: 'AWS::DynamoDB::Table',
    first: {
      TableName: 'registry',
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
      AttributeDefinitions: [
        { AttributeName: 'pk', AttributeType: 'S' },
        { AttributeName: 'sk', AttributeType: 'S' },
      ],
      BillingMode: 'PAY_PER_REQUEST',
    },
    second: {
      TableName: 'registry',
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
      AttributeDefinitions: [
        { AttributeName: 'pk', AttributeType: 'S' },
        { AttributeName: 'sk', AttributeType: 'S' },
      ],
      BillingMode: 'PAY_PER_REQUEST',
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
    },
  },
  {
    type: 'AWS::Events::EventBus',
    first: { Name: 'mesh-bus', Description: 'a' },
    second: { Name: 'mesh-bus', Description: 'b' },
    replacement: { Name: 'mesh-bus-2' },
  },
  {
    type: 'AWS::Events::EventBusPolicy',
    needs: { Bus: bus },
    first: { EventBusName: { Ref: 'Bus' }, StatementId: 'hear-safety', Statement: busStatement('freehold') },
    second: { EventBusName: { Ref: 'Bus' }, StatementId: 'hear-safety', Statement: busStatement('other') },
    replacement: {
      EventBusName: { Ref: 'Bus' },
      StatementId: 'hear-all',
      Statement: { ...busStatement('freehold'), Sid: 'hear-all' },
    },
  },
  {
    type: 'AWS::Events::Rule',
    needs: { Bus: bus, Role: role('events.amazonaws.com', 'states.amazonaws.com'), Machine: machine },
    first: {
      Name: 'upstream',
      EventBusName: { Ref: 'Bus' },
      EventPattern: { source: ['freehold'] },
      State: 'ENABLED',
      Targets: [{ Id: 'run', Arn: { Ref: 'Machine' }, RoleArn: roleArn, Input: '{"trigger":"upstream"}' }],
    },
    second: {
      Name: 'upstream',
      EventBusName: { Ref: 'Bus' },
      EventPattern: { source: ['other'] },
      State: 'DISABLED',
      Targets: [{ Id: 'again', Arn: { Ref: 'Machine' }, RoleArn: roleArn }],
    },
    replacement: { Name: 'landed', EventPattern: { source: ['aws.s3'] }, Targets: [] },
  },
  {
    type: 'AWS::Events::Archive',
    needs: { Bus: bus },
    first: { ArchiveName: 'archive', SourceArn: { 'Fn::GetAtt': ['Bus', 'Arn'] }, RetentionDays: 90 },
    second: { ArchiveName: 'archive', SourceArn: { 'Fn::GetAtt': ['Bus', 'Arn'] }, RetentionDays: 30 },
  },
  {
    type: 'AWS::Scheduler::ScheduleGroup',
    first: { Name: 'schedules', Tags: tag('a') },
    replacement: { Name: 'schedules-2' },
  },
  {
    type: 'AWS::Scheduler::Schedule',
    needs: { Role: role('scheduler.amazonaws.com', 'states.amazonaws.com'), Machine: machine },
    first: {
      Name: 'daily',
      ScheduleExpression: 'cron(0 6 * * ? *)',
      FlexibleTimeWindow: { Mode: 'OFF' },
      Target: { Arn: { Ref: 'Machine' }, RoleArn: roleArn, Input: '{"trigger":"schedule"}' },
    },
    second: {
      Name: 'daily',
      ScheduleExpression: 'rate(1 hour)',
      ScheduleExpressionTimezone: 'Europe/Paris',
      FlexibleTimeWindow: { Mode: 'OFF' },
      Target: { Arn: { Ref: 'Machine' }, RoleArn: roleArn },
    },
    replacement: {
      Name: 'hourly',
      ScheduleExpression: 'rate(1 hour)',
      FlexibleTimeWindow: { Mode: 'OFF' },
      Target: { Arn: { Ref: 'Machine' }, RoleArn: roleArn },
    },
  },
  {
    type: 'AWS::StepFunctions::StateMachine',
    needs: { Role: role('states.amazonaws.com') },
    first: {
      ...machine.Properties,
      DefinitionString: '{"QueryLanguage":"JSONata","StartAt":"${Start}","States":{"Go":{"Type":"Succeed"}}}',
      DefinitionSubstitutions: { Start: 'Go' },
    },
    second: { StateMachineName: 'run', RoleArn: roleArn, Definition: { ...pass, Comment: 'b' } },
    replacement: { ...machine.Properties, StateMachineName: 'run-2' },
  },
  {
    type: 'AWS::StepFunctions::StateMachineVersion',
    needs: statesNeeds,
    first: version.Properties,
    replacement: { ...version.Properties, Description: 'b' },
  },
  {
    type: 'AWS::StepFunctions::StateMachineAlias',
    needs: { ...statesNeeds, Version: version },
    first: {
      Name: 'live',
      RoutingConfiguration: [{ StateMachineVersionArn: { Ref: 'Version' }, Weight: 100 }],
    },
    second: {
      Name: 'live',
      Description: 'b',
      RoutingConfiguration: [{ StateMachineVersionArn: { Ref: 'Version' }, Weight: 100 }],
    },
  },
  {
    type: 'AWS::SNS::Topic',
    first: { TopicName: 'alarms', DisplayName: 'a' },
    second: { TopicName: 'alarms', DisplayName: 'b' },
    replacement: { TopicName: 'alarms-2' },
  },
  {
    type: 'AWS::SNS::TopicPolicy',
    needs: { Topic: topic },
    first: { Topics: [topicArn], PolicyDocument: topicPolicy('cloudwatch.amazonaws.com') },
    second: { Topics: [topicArn], PolicyDocument: topicPolicy('events.amazonaws.com') },
  },
  {
    type: 'AWS::SNS::Subscription',
    needs: { Topic: topic },
    first: { TopicArn: topicArn, Protocol: 'email', Endpoint: 'owner@example.com' },
    replacement: { TopicArn: topicArn, Protocol: 'email', Endpoint: 'team@example.com' },
  },
  {
    type: 'AWS::ApplicationSignals::ServiceLevelObjective',
    first: { ...objective(24, [5, 60]), Tags: tag('a') },
    second: { ...objective(12, [30]), Description: 'b', Tags: tag('b') },
    replacement: { ...objective(24, []), Name: 'other' },
  },
  {
    type: 'AWS::SQS::Queue',
    first: { QueueName: 'dead', MessageRetentionPeriod: 1_209_600, Tags: tag('a') },
    second: {
      QueueName: 'dead',
      VisibilityTimeout: 60,
      RedriveAllowPolicy: { redrivePermission: 'denyAll' },
      Tags: tag('b'),
    },
    replacement: { QueueName: 'dead-2' },
  },
  {
    type: 'AWS::SQS::QueuePolicy',
    needs: { Queue: queue },
    first: { Queues: [{ Ref: 'Queue' }], PolicyDocument: queuePolicy('events.amazonaws.com') },
    second: { Queues: [{ Ref: 'Queue' }], PolicyDocument: queuePolicy('lambda.amazonaws.com') },
  },
  {
    type: 'AWS::SSM::Parameter',
    first: { Name: '/mesh/local/x', Type: 'String', Value: 'a' },
    second: { Name: '/mesh/local/x', Type: 'String', Value: 'b', Description: 'b' },
    replacement: { Name: '/mesh/local/y', Type: 'String', Value: 'b' },
  },
  {
    type: 'AWS::SecretsManager::Secret',
    first: { Name: 'mesh/local/key', GenerateSecretString: { PasswordLength: 20 } },
    second: { Name: 'mesh/local/key', Description: 'b', SecretString: 'given' },
    replacement: { Name: 'mesh/local/other', SecretString: 'given' },
  },
  {
    type: 'AWS::SecretsManager::ResourcePolicy',
    needs: { Secret: secret('mesh/local/kept'), Other: secret('mesh/local/other-kept') },
    first: { SecretId: { Ref: 'Secret' }, ResourcePolicy: secretPolicy('secretsmanager:GetSecretValue') },
    second: { SecretId: { Ref: 'Secret' }, ResourcePolicy: secretPolicy('secretsmanager:PutSecretValue') },
    replacement: {
      SecretId: { Ref: 'Other' },
      ResourcePolicy: secretPolicy('secretsmanager:PutSecretValue'),
    },
  },
  {
    type: 'AWS::CloudWatch::Alarm',
    needs: { Topic: topic },
    first: { ...alarm, AlarmActions: [topicArn] },
    second: { ...alarm, Threshold: 20 },
    replacement: { ...alarm, AlarmName: 'later' },
  },
  {
    type: 'AWS::CloudWatch::CompositeAlarm',
    needs: { Late: { Type: 'AWS::CloudWatch::Alarm', Properties: alarm } },
    first: { AlarmName: 'any', AlarmRule: { 'Fn::Sub': 'ALARM("${Late}")' } },
    second: { AlarmName: 'any', AlarmRule: { 'Fn::Sub': 'NOT ALARM("${Late}")' } },
  },
  {
    type: 'AWS::CloudWatch::Dashboard',
    first: { DashboardName: 'mesh', DashboardBody: widgets('a'), Tags: tag('a') },
    second: { DashboardName: 'mesh', DashboardBody: widgets('b'), Tags: tag('b') },
  },
];

function bucketPolicy(Action: string) {
  const Resource = { 'Fn::Sub': '${Bucket.Arn}/*' };
  const Principal = { AWS: `arn:aws:iam::${ACCOUNT}:root` };
  return { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal, Action, Resource }] };
}

function busStatement(source: string) {
  return {
    Sid: 'hear-safety',
    Effect: 'Allow',
    Principal: { AWS: 'arn:aws:iam::444455556666:root' },
    Action: 'events:PutEvents',
    Resource: { 'Fn::GetAtt': ['Bus', 'Arn'] },
    Condition: { StringEquals: { 'events:source': source } },
  };
}

function topicPolicy(Service: string) {
  const statement = { Effect: 'Allow', Principal: { Service }, Action: 'sns:Publish', Resource: topicArn };
  return { Version: '2012-10-17', Statement: [statement] };
}

function secret(Name: string) {
  return { Type: 'AWS::SecretsManager::Secret', Properties: { Name } };
}

function secretPolicy(Action: string) {
  const statement = { Effect: 'Deny', Principal: '*', Action, Resource: '*' };
  return { Version: '2012-10-17', Statement: [statement] };
}

function queuePolicy(Service: string) {
  const Resource = { 'Fn::GetAtt': ['Queue', 'Arn'] };
  const statement = { Effect: 'Allow', Principal: { Service }, Action: 'sqs:SendMessage', Resource };
  return { Version: '2012-10-17', Statement: [statement] };
}

function objective(threshold: number, minutes: readonly number[]) {
  const Metric = {
    Namespace: 'Freehold/Product',
    MetricName: 'FreshnessHours',
    Dimensions: [{ Name: 'Product', Value: 'flights-v1' }],
  };
  return {
    Name: 'flights-v1-freshness',
    Goal: { AttainmentGoal: 99, Interval: { RollingInterval: { Duration: 30, DurationUnit: 'DAY' } } },
    Sli: {
      ComparisonOperator: 'LessThanOrEqualTo',
      MetricThreshold: threshold,
      SliMetric: {
        MetricDataQueries: [
          { Id: 'm', MetricStat: { Metric, Period: 300, Stat: 'Maximum' }, ReturnData: true },
        ],
      },
    },
    BurnRateConfigurations: minutes.map((LookBackWindowMinutes) => ({ LookBackWindowMinutes })),
  };
}
