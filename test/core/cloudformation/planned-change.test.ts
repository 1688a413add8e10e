import { describe, expect, it } from 'vitest';
import {
  byWeight,
  type PlannedChange,
  planChange,
  type Replacement,
} from '../../../core/cloudformation/planned-change.ts';

type Policy = 'Delete' | 'Retain';

const bucket = (policy?: Policy, BucketName = 'sales-products') => ({
  Type: 'AWS::S3::Bucket',
  Properties: { BucketName },
  ...(policy && { DeletionPolicy: policy, UpdateReplacePolicy: policy }),
});
const role = { Type: 'AWS::IAM::Role', Properties: { RoleName: 'sales-analyst' } };
const changed = (replaces: Replacement, ...properties: readonly string[]) =>
  properties.map((property) => ({ property, replaces }));

describe('a planned change', () => {
  it('says what is lost with a bucket that is deleted', () => {
    const change = planChange({ logicalId: 'B', before: bucket(), replaces: 'never', changed: [] });
    expect(change).toEqual({
      logicalId: 'B',
      type: 'AWS::S3::Bucket',
      name: 'sales-products',
      act: 'delete',
      because: [],
      data: { holds: 'its objects', fate: 'lost' },
    });
  });

  it('lets a retained bucket leave the stack with its objects', () => {
    const change = planChange({ logicalId: 'B', before: bucket('Retain'), replaces: 'never', changed: [] });
    expect(change).toMatchObject({ act: 'leave', data: { fate: 'kept' } });
  });

  it('names the properties that force a replacement, and no other', () => {
    const change = planChange({
      logicalId: 'B',
      before: bucket(),
      after: bucket(undefined, 'sales-products-2'),
      replaces: 'always',
      changed: [...changed('never', 'Tags'), ...changed('always', 'BucketName')],
    });
    expect(change).toMatchObject({ act: 'replace', because: ['BucketName'], data: { fate: 'lost' } });
  });

  it('counts a replaced bucket as kept only where both templates retain it', () => {
    const replaced = (before: Policy, after: Policy) =>
      planChange({
        logicalId: 'B',
        before: bucket(before),
        after: bucket(after),
        replaces: 'always',
        changed: changed('always', 'BucketName'),
      }).data?.fate;
    expect([
      replaced('Retain', 'Retain'),
      replaced('Retain', 'Delete'),
      replaced('Delete', 'Retain'),
    ]).toEqual(['kept', 'lost', 'lost']);
  });

  it('says that data may be lost where only the cloud knows whether it replaces', () => {
    const change = planChange({
      logicalId: 'B',
      before: bucket(),
      after: bucket(),
      replaces: 'maybe',
      changed: changed('maybe', 'ObjectLockEnabled'),
    });
    expect(change).toMatchObject({ act: 'may-replace', data: { fate: 'may be lost' } });
  });

  it('takes another type under the same id for a replacement', () => {
    expect(
      planChange({ logicalId: 'X', before: bucket(), after: role, replaces: 'never', changed: [] }).act,
    ).toBe('replace');
  });

  it('has no data at stake where a template makes all of it again, nor where nothing was there', () => {
    const gone = planChange({ logicalId: 'R', before: role, replaces: 'never', changed: [] });
    const made = planChange({ logicalId: 'B', after: bucket(), replaces: 'never', changed: [] });
    expect([gone, made].map(({ act, data }) => [act, data])).toEqual([
      ['delete', undefined],
      ['create', undefined],
    ]);
  });

  it('keeps a product’s tables, which what provisions them never drops', () => {
    const before = { Type: 'Custom::FreeholdTables', DeletionPolicy: 'Delete' as const };
    const change = planChange({ logicalId: 'T', before, replaces: 'never', changed: [] });
    expect(change.data?.fate).toBe('kept');
  });

  it('is sorted by what needs a decision first', () => {
    const one = (act: PlannedChange['act'], fate?: 'lost' | 'kept'): PlannedChange => ({
      logicalId: `${act}${fate ?? ''}`,
      type: 'T',
      name: 'n',
      act,
      because: [],
      ...(fate && { data: { holds: 'data', fate } }),
    });
    const changes = [
      one('update'),
      one('create'),
      one('leave', 'kept'),
      one('delete'),
      one('replace', 'lost'),
    ];
    expect(changes.toSorted(byWeight).map(({ logicalId }) => logicalId)).toEqual([
      'replacelost',
      'leavekept',
      'delete',
      'create',
      'update',
    ]);
  });
});
