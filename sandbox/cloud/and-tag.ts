import type { AuthorizationRequest } from './operation.ts';

/** Whoever creates with tags needs the permission to tag what is created, too. */
export function andTag(
  create: AuthorizationRequest,
  action: string,
  tags: object | undefined,
): readonly AuthorizationRequest[] {
  const hasTags = tags !== undefined && Object.keys(tags).length > 0;
  return hasTags ? [create, { ...create, action }] : [create];
}
