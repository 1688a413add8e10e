import { describe, expect, it } from 'vitest';
import { asIntrinsic } from '../../../core/cloudformation/intrinsic.ts';
import { type ResolveScope, resolveValue } from '../../../core/cloudformation/resolve-value.ts';

const scope: ResolveScope = {
  ref: (name) => ({ Bucket: 'lake', 'AWS::Region': 'eu-west-1', List: ['a', 'b'] })[name],
  attribute: (id, name) => (id === 'Bucket' && name === 'Arn' ? 'arn:aws:s3:::lake' : undefined),
  condition: (name) => name === 'Yes',
  mapping: (map, first, second) =>
    map === 'M' && first === 'eu-west-1' && second === 'size' ? 3 : undefined,
};
const resolve = (value: unknown) => resolveValue(value, scope, 'here');

describe('resolveValue', () => {
  it.each([
    [{ Ref: 'Bucket' }, 'lake'],
    [{ 'Fn::GetAtt': ['Bucket', 'Arn'] }, 'arn:aws:s3:::lake'],
    [{ 'Fn::GetAtt': 'Bucket.Arn' }, 'arn:aws:s3:::lake'],
    [
      { 'Fn::Sub': '${Bucket}/${!Raw}/${AWS::Region}/${Bucket.Arn}' },
      'lake/${Raw}/eu-west-1/arn:aws:s3:::lake',
    ],
    [{ 'Fn::Sub': ['${X}-${Bucket}', { X: { Ref: 'AWS::Region' } }] }, 'eu-west-1-lake'],
    [{ 'Fn::Join': ['/', ['s3:/', { Ref: 'Bucket' }, 1]] }, 's3://lake/1'],
    [{ 'Fn::Join': [',', { Ref: 'List' }] }, 'a,b'],
    [{ 'Fn::Select': ['1', { 'Fn::Split': [':', 'a:b:c'] }] }, 'b'],
    [{ 'Fn::Base64': 'é' }, 'w6k='],
    [{ 'Fn::FindInMap': ['M', { Ref: 'AWS::Region' }, 'size'] }, 3],
    [{ 'Fn::If': ['Yes', 'a', { 'Fn::ImportValue': 'never looked at' }] }, 'a'],
    [{ 'Fn::And': [{ Condition: 'Yes' }, { 'Fn::Not': [{ Condition: 'No' }] }] }, true],
    [{ 'Fn::Or': [{ Condition: 'No' }, { 'Fn::Equals': [1, '1'] }] }, true],
    [{ 'Fn::Contains': [['1', '2'], '2'] }, true],
    [{ A: { Ref: 'AWS::NoValue' }, B: [{ Ref: 'AWS::NoValue' }, 1] }, { B: [1] }],
  ])('resolves %j', (value, expected) => {
    expect(resolve(value)).toEqual(expected);
  });

  it.each([
    [{ 'Fn::ImportValue': 'x' }, 'here: Fn::ImportValue is not supported'],
    [{ 'Fn::GetAZs': '' }, 'here: Fn::GetAZs is not supported'],
    [{ Ref: 'Nothing' }, 'here: Ref names Nothing, which is neither a parameter nor a resource'],
    [{ 'Fn::GetAtt': ['Bucket', 'Nothing'] }, 'here: Bucket has no attribute Nothing'],
    [{ 'Fn::Sub': '${Nothing}' }, 'here: Fn::Sub names Nothing, which does not exist'],
    [{ 'Fn::Select': [7, ['a']] }, 'here: Fn::Select has no item 7'],
    [{ 'Fn::Join': ['-', 'text'] }, 'here: expected a list, found "text"'],
    [{ A: { 'Fn::FindInMap': ['M', 'x', 'y'] } }, 'here.A: no mapping M.x.y'],
  ])('refuses %j by its place', (value, message) => {
    expect(() => resolve(value)).toThrow(message);
  });
});

it("takes an IAM statement's Condition as data, and a condition's name as a reference", () => {
  const statement = { Condition: { StringEquals: { 'aws:SourceAccount': '1' } } };
  expect(resolve(statement)).toEqual(statement);
  expect(asIntrinsic({ Condition: 'Yes' })).toEqual({ name: 'Condition', argument: 'Yes' });
});
