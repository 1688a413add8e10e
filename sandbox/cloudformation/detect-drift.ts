import {
  type PropertyDifference,
  propertyDifferences,
} from '../../core/cloudformation/property-differences.ts';
import type { ResolvedProperties } from '../../core/cloudformation/diff-properties.ts';
import { describeFailure } from './describe-failure.ts';
import { resourceContext, type StackRun } from './stack-run.ts';
import type { ResourceRecord } from './stack-state.ts';

/** What was found of one resource. */
export type ResourceDrift = {
  readonly logicalId: string;
  readonly type: string;
  readonly physicalId: string;
  readonly expected: ResolvedProperties;
  readonly status: 'IN_SYNC' | 'MODIFIED' | 'DELETED' | 'NOT_CHECKED' | 'UNKNOWN';
  /** Absent when the resource is gone, or could not be looked at. */
  readonly actual?: ResolvedProperties;
  readonly differences: readonly PropertyDifference[];
  readonly reason?: string;
};

/** Compares every resource of a stack with what its service holds; nothing is changed. */
export async function detectDrift(run: StackRun): Promise<readonly ResourceDrift[]> {
  const found: ResourceDrift[] = [];
  for (const record of run.state.resources()) found.push(await driftOf(run, record));
  return found;
}

async function driftOf(run: StackRun, record: ResourceRecord): Promise<ResourceDrift> {
  const { logicalId, type, physicalId = '', properties: expected } = record;
  const base = { logicalId, type, physicalId, expected, differences: [] };
  const { describe } = run.providers(type);
  if (describe === undefined) return { ...base, status: 'NOT_CHECKED' };
  try {
    const actual = await describe(physicalId, resourceContext(run, record), expected);
    if (actual === undefined) return { ...base, status: 'DELETED' };
    const differences = propertyDifferences(expected, actual);
    return { ...base, status: differences.length > 0 ? 'MODIFIED' : 'IN_SYNC', actual, differences };
  } catch (error) {
    return { ...base, status: 'UNKNOWN', reason: describeFailure(error) };
  }
}
