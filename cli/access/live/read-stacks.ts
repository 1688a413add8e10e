import {
  CloudFormationClient,
  DescribeStacksCommand,
  ListStackResourcesCommand,
} from '@aws-sdk/client-cloudformation';
import type { LiveResource, LiveStackResource } from '../../../core/access/world/live/live-account.ts';
import { arnOf } from '../../../core/access/world/physical-arn.ts';
import { mapBounded } from '../../deploy/map-bounded.ts';
import { pages, type ReaderConfig, token } from './reader.ts';

const STACKS_CONCURRENCY_MAX = 4;

/** Resources of stacks that have no policy and lead nowhere: their names are all that there is to read. */
const NAMES_ONLY: ReadonlySet<string> = new Set([
  'AWS::ApplicationSignals::ServiceLevelObjective',
  'AWS::CloudWatch::Alarm',
  'AWS::Events::Archive',
  'AWS::SSM::Parameter',
  'AWS::Scheduler::ScheduleGroup',
]);

/** What the stacks of an account made. */
export async function readStacks(config: ReaderConfig): Promise<{
  readonly made: readonly LiveStackResource[];
  readonly resources: readonly LiveResource[];
}> {
  const cloudformation = new CloudFormationClient(config.client);
  const stacks = await pages(async (NextToken) => {
    const page = await cloudformation.send(new DescribeStacksCommand({ ...token('NextToken', NextToken) }));
    return { items: page.Stacks, next: page.NextToken };
  });
  const made = await mapBounded(stacks, STACKS_CONCURRENCY_MAX, async ({ StackName = '' }) => {
    const found = await pages(async (NextToken) => {
      const page = await cloudformation.send(
        new ListStackResourcesCommand({ StackName, ...token('NextToken', NextToken) }),
      );
      return { items: page.StackResourceSummaries, next: page.NextToken };
    });
    return found.map(({ LogicalResourceId = '', ResourceType = '', PhysicalResourceId = '' }) => ({
      stack: StackName,
      logicalId: LogicalResourceId,
      type: ResourceType,
      physicalId: PhysicalResourceId,
    }));
  });
  return { made: made.flat(), resources: made.flat().flatMap((one) => named(one, config)) };
}

function named({ type, physicalId }: LiveStackResource, place: ReaderConfig): readonly LiveResource[] {
  if (!NAMES_ONLY.has(type)) return [];
  const properties = { Name: physicalId };
  return [{ type, arn: arnOf(type, { name: physicalId, properties, place }), name: physicalId, properties }];
}
