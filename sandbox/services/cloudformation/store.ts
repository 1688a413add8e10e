import type { Change, Parameter, Tag } from '@aws-sdk/client-cloudformation';
import type { Template } from '../../../core/cloudformation/template.ts';
import type { Cloud } from '../../cloud/cloud.ts';
import type { StackEvent } from '../../cloudformation/stack-event.ts';
import type { StackRecord } from '../../cloudformation/stack-state.ts';

export type ChangeSetRecord = {
  readonly id: string;
  readonly name: string;
  readonly stackId: string;
  readonly stackName: string;
  readonly template: Template;
  readonly parameters: readonly Parameter[];
  readonly tags: readonly Tag[];
  readonly roleArn?: string;
  readonly changes: readonly Change[];
  /** Nothing to do, or what is wrong with the template. */
  readonly failure?: string;
  readonly isExecuted: boolean;
  readonly createdAt: string;
};

/** An event as it is kept: `at` as text. */
export type KeptEvent = Omit<StackEvent, 'at'> & { readonly id: string; readonly at: string };

export const stackRecords = (cloud: Cloud) => cloud.store.collection<StackRecord>('cloudformation.stack');
export const changeSets = (cloud: Cloud) =>
  cloud.store.collection<ChangeSetRecord>('cloudformation.change-set');
/** Keyed by stack id and a rising number. */
export const keptEvents = (cloud: Cloud) => cloud.store.collection<KeptEvent>('cloudformation.event');
/** Stacks that are gone answer by their id, as on AWS. */
export const deletedStacks = (cloud: Cloud) =>
  cloud.store.collection<StackRecord>('cloudformation.deleted-stack');
