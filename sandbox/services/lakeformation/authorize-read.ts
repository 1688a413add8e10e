import { AwsError } from '../../cloud/aws-error.ts';
import type { Caller } from '../../cloud/caller.ts';
import type { Cloud } from '../../cloud/cloud.ts';
import { bucketRequest, objectRequest, requireBucket } from '../s3/bucket.ts';
import { keyRequests } from '../s3/encryption.ts';
import type { BucketRecord } from '../s3/store.ts';
import { assumptionRequest } from '../sts/assumption-request.ts';
import { invalidInput } from './lake-error.ts';
import { lakeRequest } from './lake-request.ts';
import { locationArn, registrationOf } from './locations.ts';
import type { LocationRecord } from './store.ts';

/**
 * Throws unless a query of the caller may read the objects below a location. Where the location is registered,
 * Lake Formation reads as the registered role for whom it vends credentials; elsewhere the caller reads itself.
 */
export function authorizeRead(cloud: Cloud, caller: Caller, location: string): void {
  const { bucket, prefix } = placeOf(cloud, location);
  const scope = { accountId: bucket.accountId, region: bucket.region };
  const registration = registrationOf(cloud, scope, location);
  if (!registration) {
    readBelow(cloud, caller, { bucket, prefix });
    return;
  }
  cloud.authorize(caller, lakeRequest('GetDataAccess'));
  const vending = vendingCaller(cloud, registration, { ...scope, sessionName: 'AWSLF-00-AT' });
  readBelow(cloud, vending, { bucket, prefix });
}

function placeOf(cloud: Cloud, location: string): { readonly bucket: BucketRecord; readonly prefix: string } {
  const [name, ...path] = (locationArn(location) ?? '').replace('arn:aws:s3:::', '').split('/');
  if (!name) throw invalidInput(`${JSON.stringify(location)} is not a location in S3`);
  return { bucket: requireBucket(cloud, name), prefix: path.map((part) => `${part}/`).join('') };
}

/** The registered role, if it trusts Lake Formation. */
function vendingCaller(
  cloud: Cloud,
  { roleArn, arn }: LocationRecord,
  at: { readonly accountId: string; readonly region: string; readonly sessionName: string },
): Caller {
  const { accountId, region, sessionName } = at;
  const service: Caller = {
    principal: { kind: 'service', service: 'lakeformation.amazonaws.com' },
    accountId,
    region,
    sourceArn: `arn:aws:lakeformation:${region}:${accountId}:${arn}`,
  };
  try {
    cloud.authorize(service, [assumptionRequest(cloud, { roleArn, sessionName })]);
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    throw new AwsError(
      'AccessDeniedException',
      `Lake Formation cannot assume the role ${roleArn}, with which ${arn} is registered: ${error.message}`,
    );
  }
  const own = roleArn.split(':')[4] ?? accountId;
  return { principal: { kind: 'role', arn: roleArn, sessionName }, accountId: own, region };
}

/** Below a prefix any object may be read: a policy that leaves some out does not allow. */
function readBelow(
  cloud: Cloud,
  caller: Caller,
  { bucket, prefix }: { readonly bucket: BucketRecord; readonly prefix: string },
): void {
  const key = `${prefix}*`;
  cloud.authorize(caller, [
    bucketRequest(bucket, 'ListBucket', { 's3:prefix': prefix }),
    objectRequest(bucket, key, { action: 'GetObject' }),
    ...keyRequests(cloud, { caller, bucket, key, encryption: bucket.encryption, action: 'Decrypt' }),
  ]);
}
