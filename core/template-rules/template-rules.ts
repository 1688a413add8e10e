import { boundsScans } from './athena/bounds-scans.ts';
import { enforcesSettings } from './athena/enforces-settings.ts';
import { queriesOwnWorkgroups } from './athena/queries-own-workgroups.ts';
import { isClosedAtBirth } from './glue/is-closed-at-birth.ts';
import { isNoIcebergTable } from './glue/is-no-iceberg-table.ts';
import { liesInOwnBucket } from './glue/lies-in-own-bucket.ts';
import { grantsWhatIsItsOwn } from './grants/grants-what-is-its-own.ts';
import { letsOthersOnlyRead } from './grants/lets-others-only-read.ts';
import { namesOneRole } from './grants/names-one-role.ts';
import { allowsByName } from './iam/allows-by-name.ts';
import { cannotClimb } from './iam/cannot-climb.ts';
import { endsPatternsBehindASeparator } from './iam/ends-patterns-behind-a-separator.ts';
import { hasNoPoliciesOfAws } from './iam/has-no-policies-of-aws.ts';
import { isSpelledOut } from './iam/is-spelled-out.ts';
import { isWithinABoundary } from './iam/is-within-a-boundary.ts';
import { leavesLakeFormationToTheReconciler } from './iam/leaves-lakeformation-to-the-reconciler.ts';
import { namesItsActions } from './iam/names-its-actions.ts';
import { passesNamedRoles } from './iam/passes-named-roles.ts';
import { trustsExactly } from './iam/trusts-exactly.ts';
import { givesNoLastingGrants } from './kms/gives-no-lasting-grants.ts';
import { isHardToDestroy } from './kms/is-hard-to-destroy.ts';
import { isNeverDecryptedEverywhere } from './kms/is-never-decrypted-everywhere.ts';
import { isUsedFromOwnAccount } from './kms/is-used-from-own-account.ts';
import { isUsedThroughAService } from './kms/is-used-through-a-service.ts';
import { namesItsUsers } from './kms/names-its-users.ts';
import { rotates } from './kms/rotates.ts';
import { grantsThroughTheReconciler } from './lakeformation/grants-through-the-reconciler.ts';
import { keepsEnginesInside } from './lakeformation/keeps-engines-inside.ts';
import { registersOwnBuckets } from './lakeformation/registers-own-buckets.ts';
import { registersWithOwnRole } from './lakeformation/registers-with-own-role.ts';
import { settingsAreClosed } from './lakeformation/settings-are-closed.ts';
import { tagsAsOwnDomain } from './lakeformation/tags-as-own-domain.ts';
import { vendsForOwnAccount } from './lakeformation/vends-for-own-account.ts';
import { isCalledByAKnownSource } from './lambda/is-called-by-a-known-source.ts';
import { keepsItsLogs } from './lambda/keeps-its-logs.ts';
import { keepsNoSecrets } from './lambda/keeps-no-secrets.ts';
import { reportsLostEvents } from './lambda/reports-lost-events.ts';
import { runsASupportedRuntime } from './lambda/runs-a-supported-runtime.ts';
import { busAdmitsTheMesh } from './messaging/bus-admits-the-mesh.ts';
import { keepsWhatNobodyTook } from './messaging/keeps-what-nobody-took.ts';
import { queueIsClosed } from './messaging/queue-is-closed.ts';
import { servicesComeFromHere } from './messaging/services-come-from-here.ts';
import { topicIsClosed } from './messaging/topic-is-closed.ts';
import { blocksPublicAccess } from './s3/blocks-public-access.ts';
import { hasNoAcl } from './s3/has-no-acl.ts';
import { keepsVersions } from './s3/keeps-versions.ts';
import { letsNobodyUnknownIn } from './s3/lets-nobody-unknown-in.ts';
import { logsAccess } from './s3/logs-access.ts';
import { refusesOtherKeys } from './s3/refuses-other-keys.ts';
import { refusesPlainHttp } from './s3/refuses-plain-http.ts';
import { usesOwnKey } from './s3/uses-own-key.ts';
import { endsEveryTask } from './states/ends-every-task.ts';
import { logsWithoutData } from './states/logs-without-data.ts';
import { keepsData } from './storage/keeps-data.ts';
import { keepsLogsForATime } from './storage/keeps-logs-for-a-time.ts';
import { protectsRegistry } from './storage/protects-registry.ts';
import type { TemplateRule } from './template-rule.ts';

/** Every rule that synthesized templates keep, in the order of the reference. */
export const TEMPLATE_RULES: readonly TemplateRule[] = [
  blocksPublicAccess,
  usesOwnKey,
  refusesPlainHttp,
  keepsVersions,
  hasNoAcl,
  refusesOtherKeys,
  letsNobodyUnknownIn,
  logsAccess,
  keepsData,
  protectsRegistry,
  keepsLogsForATime,
  rotates,
  namesItsUsers,
  isNeverDecryptedEverywhere,
  givesNoLastingGrants,
  isUsedThroughAService,
  isHardToDestroy,
  isUsedFromOwnAccount,
  liesInOwnBucket,
  isClosedAtBirth,
  isNoIcebergTable,
  enforcesSettings,
  boundsScans,
  queriesOwnWorkgroups,
  settingsAreClosed,
  registersWithOwnRole,
  vendsForOwnAccount,
  grantsThroughTheReconciler,
  tagsAsOwnDomain,
  keepsEnginesInside,
  registersOwnBuckets,
  letsOthersOnlyRead,
  namesOneRole,
  grantsWhatIsItsOwn,
  isCalledByAKnownSource,
  runsASupportedRuntime,
  keepsNoSecrets,
  reportsLostEvents,
  keepsItsLogs,
  logsWithoutData,
  endsEveryTask,
  topicIsClosed,
  queueIsClosed,
  servicesComeFromHere,
  busAdmitsTheMesh,
  keepsWhatNobodyTook,
  isSpelledOut,
  namesItsActions,
  allowsByName,
  passesNamedRoles,
  trustsExactly,
  leavesLakeFormationToTheReconciler,
  isWithinABoundary,
  cannotClimb,
  hasNoPoliciesOfAws,
  endsPatternsBehindASeparator,
];
