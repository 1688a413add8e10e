import { expect, it } from 'vitest';
import { parameter, STACK, stackApi } from './stack-api.ts';

const named = { StackName: STACK };

it('tells what was changed or deleted past the stack, and what was not looked at', async () => {
  await using api = await stackApi();
  await api.create({
    Same: parameter('/same', '1'),
    Changed: parameter('/changed', '1'),
    Gone: parameter('/gone', '1'),
    Meta: { Type: 'AWS::CDK::Metadata', Properties: {} },
  });
  await api.ssm('PutParameter', { Name: '/changed', Value: '2', Overwrite: true });
  await api.ssm('DeleteParameter', { Name: '/gone' });
  const { StackDriftDetectionId } = await api.call('DetectStackDrift', named);
  const status = { StackDriftDetectionId };
  expect(await api.call('DescribeStackDriftDetectionStatus', status)).toMatchObject({
    DetectionStatus: 'DETECTION_COMPLETE',
    StackDriftStatus: 'DRIFTED',
    DriftedStackResourceCount: 2,
  });
  const all = await api.call('DescribeStackResourceDrifts', named);
  expect(all['StackResourceDrifts']).toMatchObject([
    {
      LogicalResourceId: 'Changed',
      StackResourceDriftStatus: 'MODIFIED',
      PropertyDifferences: [
        { PropertyPath: '/Value', ExpectedValue: '1', ActualValue: '2', DifferenceType: 'NOT_EQUAL' },
      ],
    },
    { LogicalResourceId: 'Gone', StackResourceDriftStatus: 'DELETED' },
    { LogicalResourceId: 'Same', StackResourceDriftStatus: 'IN_SYNC' },
  ]);
  const first = await api.call('DescribeStackResourceDrifts', { ...named, MaxResults: 2 });
  expect(first['StackResourceDrifts']).toHaveLength(2);
  const rest = await api.call('DescribeStackResourceDrifts', { ...named, NextToken: first['NextToken'] });
  expect(rest['StackResourceDrifts']).toHaveLength(1);
});
