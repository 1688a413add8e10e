import { mustBe } from '../property.ts';
import type { TemplateRule } from '../template-rule.ts';

const SETTINGS = [
  'BlockPublicAcls',
  'BlockPublicPolicy',
  'IgnorePublicAcls',
  'RestrictPublicBuckets',
] as const;
const all = Object.fromEntries(SETTINGS.map((name) => [name, true]));

export const blocksPublicAccess: TemplateRule = {
  id: 'S3-1',
  statement: 'A bucket blocks public access in all four ways',
  fix: 'set `blockPublicAccess: BlockPublicAccess.BLOCK_ALL`',
  source: 'Security Hub S3.8; CIS AWS 5.0 2.1.4',
  types: ['AWS::S3::Bucket'],
  check: (bucket) =>
    SETTINGS.flatMap((name) => mustBe(bucket, `PublicAccessBlockConfiguration.${name}`, true)),
  examples: [
    {
      name: 'all four',
      expect: 'holds',
      resources: { Bucket: { Type: 'AWS::S3::Bucket', Properties: { PublicAccessBlockConfiguration: all } } },
    },
    {
      name: 'three of four',
      expect: 'breaks',
      resources: {
        Bucket: {
          Type: 'AWS::S3::Bucket',
          Properties: { PublicAccessBlockConfiguration: { ...all, BlockPublicPolicy: false } },
        },
      },
    },
  ],
};
