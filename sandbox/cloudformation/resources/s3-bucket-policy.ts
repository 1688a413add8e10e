import { z } from 'zod';
import { defineProvider } from '../define-provider.ts';
import { documentIn } from '../live-properties.ts';
import { unlessAbsent } from '../not-found.ts';
import { document } from '../property-schemas.ts';

const Properties = z.strictObject({ Bucket: z.string(), PolicyDocument: document });

export const s3BucketPolicy = defineProvider({
  type: 'AWS::S3::BucketPolicy',
  properties: Properties,
  createOnly: ['Bucket'],
  identifiers: ['Bucket'],
  createsAgain: true,
  identify: ({ Bucket }) => Bucket,
  create: async ({ Bucket, PolicyDocument }, { call }) => {
    await call('s3', 'PutBucketPolicy', { Bucket, Policy: JSON.stringify(PolicyDocument) });
    return { physicalId: Bucket };
  },
  read: async (Bucket, { call }) => (await unlessAbsent(call('s3', 'GetBucketPolicy', { Bucket }))) && {},
  describe: async (Bucket, { call }) => {
    const found = await unlessAbsent(call('s3', 'GetBucketPolicy', { Bucket }));
    return found && { PolicyDocument: documentIn(found.Policy) };
  },
  update: async (Bucket, { desired }, { call }) => {
    await call('s3', 'PutBucketPolicy', { Bucket, Policy: JSON.stringify(desired.PolicyDocument) });
    return undefined;
  },
  delete: async (Bucket, { call }) => {
    await unlessAbsent(call('s3', 'DeleteBucketPolicy', { Bucket }));
  },
});
