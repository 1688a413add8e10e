import { customResource } from '../custom-resource.ts';
import { providerTable } from '../provider-table.ts';
import type { AnyProvider } from '../resource-provider.ts';
import { applicationsignalsServiceLevelObjective } from './applicationsignals-service-level-objective.ts';
import { athenaWorkGroup } from './athena-work-group.ts';
import { cdkMetadata } from './cdk-metadata.ts';
import { cloudwatchAlarm } from './cloudwatch-alarm.ts';
import { cloudwatchCompositeAlarm } from './cloudwatch-composite-alarm.ts';
import { cloudwatchDashboard } from './cloudwatch-dashboard.ts';
import { dynamodbTable } from './dynamodb-table.ts';
import { eventsArchive } from './events-archive.ts';
import { eventsEventBusPolicy } from './events-event-bus-policy.ts';
import { eventsEventBus } from './events-event-bus.ts';
import { eventsRule } from './events-rule.ts';
import { glueDataCatalogEncryptionSettings } from './glue-data-catalog-encryption-settings.ts';
import { glueDatabase } from './glue-database.ts';
import { glueTable } from './glue-table.ts';
import { iamManagedPolicy } from './iam-managed-policy.ts';
import { iamPolicy } from './iam-policy.ts';
import { iamRole } from './iam-role.ts';
import { kmsAlias } from './kms-alias.ts';
import { kmsKey } from './kms-key.ts';
import { lakeformationDataCellsFilter } from './lakeformation-data-cells-filter.ts';
import { lakeformationDataLakeSettings } from './lakeformation-data-lake-settings.ts';
import { lakeformationPrincipalPermissions } from './lakeformation-principal-permissions.ts';
import { lakeformationResource } from './lakeformation-resource.ts';
import { lakeformationTagAssociation } from './lakeformation-tag-association.ts';
import { lakeformationTag } from './lakeformation-tag.ts';
import { lambdaEventInvokeConfig } from './lambda-event-invoke-config.ts';
import { lambdaFunction } from './lambda-function.ts';
import { lambdaPermission } from './lambda-permission.ts';
import { logsLogGroup } from './logs-log-group.ts';
import { s3BucketPolicy } from './s3-bucket-policy.ts';
import { s3Bucket } from './s3-bucket.ts';
import { schedulerScheduleGroup } from './scheduler-schedule-group.ts';
import { schedulerSchedule } from './scheduler-schedule.ts';
import { secretsmanagerResourcePolicy } from './secretsmanager-resource-policy.ts';
import { secretsmanagerSecret } from './secretsmanager-secret.ts';
import { snsSubscription } from './sns-subscription.ts';
import { snsTopicPolicy } from './sns-topic-policy.ts';
import { snsTopic } from './sns-topic.ts';
import { sqsQueuePolicy } from './sqs-queue-policy.ts';
import { sqsQueue } from './sqs-queue.ts';
import { ssmParameter } from './ssm-parameter.ts';
import { stepfunctionsStateMachineAlias } from './stepfunctions-state-machine-alias.ts';
import { stepfunctionsStateMachineVersion } from './stepfunctions-state-machine-version.ts';
import { stepfunctionsStateMachine } from './stepfunctions-state-machine.ts';

/** Every resource type that the sandbox can make. */
export const RESOURCE_PROVIDERS: readonly AnyProvider[] = [
  applicationsignalsServiceLevelObjective,
  athenaWorkGroup,
  cdkMetadata,
  cloudwatchAlarm,
  cloudwatchCompositeAlarm,
  cloudwatchDashboard,
  dynamodbTable,
  eventsArchive,
  eventsEventBusPolicy,
  eventsEventBus,
  eventsRule,
  glueDataCatalogEncryptionSettings,
  glueDatabase,
  glueTable,
  iamManagedPolicy,
  iamPolicy,
  iamRole,
  kmsAlias,
  kmsKey,
  lakeformationDataCellsFilter,
  lakeformationDataLakeSettings,
  lakeformationPrincipalPermissions,
  lakeformationResource,
  lakeformationTagAssociation,
  lakeformationTag,
  lambdaEventInvokeConfig,
  lambdaFunction,
  lambdaPermission,
  logsLogGroup,
  s3BucketPolicy,
  s3Bucket,
  schedulerScheduleGroup,
  schedulerSchedule,
  secretsmanagerResourcePolicy,
  secretsmanagerSecret,
  snsSubscription,
  snsTopicPolicy,
  snsTopic,
  sqsQueuePolicy,
  sqsQueue,
  ssmParameter,
  stepfunctionsStateMachineAlias,
  stepfunctionsStateMachineVersion,
  stepfunctionsStateMachine,
];

export const standardProviders = providerTable(RESOURCE_PROVIDERS, customResource);
