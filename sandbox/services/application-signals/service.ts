import type { Service } from '../../cloud/service.ts';
import * as objectives from './operations/objectives.ts';
import * as tags from './operations/tags.ts';

/** CloudWatch Application Signals: service level objectives over metrics. */
export const applicationSignalsService: Service = {
  name: 'application-signals',
  operations: {
    CreateServiceLevelObjective: objectives.createServiceLevelObjective,
    DeleteServiceLevelObjective: objectives.deleteServiceLevelObjective,
    GetServiceLevelObjective: objectives.getServiceLevelObjective,
    ListServiceLevelObjectives: objectives.listServiceLevelObjectives,
    ListTagsForResource: tags.listTagsForResource,
    TagResource: tags.tagResource,
    UntagResource: tags.untagResource,
    UpdateServiceLevelObjective: objectives.updateServiceLevelObjective,
  },
};
