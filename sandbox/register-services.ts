import type { Cloud } from './cloud/cloud.ts';
import { applicationSignalsService } from './services/application-signals/service.ts';
import { createAthenaService } from './services/athena/service.ts';
import { cloudformationService } from './services/cloudformation/service.ts';
import { dynamodbService } from './services/dynamodb/service.ts';
import { createEventsService } from './services/events/service.ts';
import { glueService } from './services/glue/service.ts';
import { iamService } from './services/iam/service.ts';
import { kmsService } from './services/kms/service.ts';
import { lakeformationService } from './services/lakeformation/service.ts';
import { createLambdaService } from './services/lambda/service.ts';
import { logsService } from './services/logs/service.ts';
import { createMonitoringService } from './services/monitoring/service.ts';
import { s3Service } from './services/s3/service.ts';
import { createSchedulerService } from './services/scheduler/service.ts';
import { secretsmanagerService } from './services/secretsmanager/service.ts';
import { snsService } from './services/sns/service.ts';
import { sqsService } from './services/sqs/service.ts';
import { ssmService } from './services/ssm/service.ts';
import { createStatesService } from './services/states/service.ts';
import { stsService } from './services/sts/service.ts';

/** Every service that the sandbox offers; what a process left running is resumed in this order. */
export function registerServices(cloud: Cloud): void {
  const services = [
    stsService,
    iamService,
    kmsService,
    ssmService,
    secretsmanagerService,
    snsService,
    sqsService,
    logsService,
    createMonitoringService(cloud),
    applicationSignalsService,
    s3Service,
    dynamodbService,
    glueService,
    lakeformationService,
    createAthenaService(),
    createLambdaService(cloud),
    createStatesService(cloud),
    createEventsService(cloud),
    createSchedulerService(cloud),
    cloudformationService,
  ];
  for (const service of services) cloud.register(service);
}
