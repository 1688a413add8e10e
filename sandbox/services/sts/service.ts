import type { Service } from '../../cloud/service.ts';
import { assumeRole } from './assume-role.ts';
import { getCallerIdentity } from './get-caller-identity.ts';
import { dropExpiredSessions } from './sessions.ts';

export const stsService: Service = {
  name: 'sts',
  operations: { AssumeRole: assumeRole, GetCallerIdentity: getCallerIdentity },
  start: async (cloud) => dropExpiredSessions(cloud),
};
