import type { Change } from '@aws-sdk/client-cloudformation';
import { isDeepStrictEqual } from 'node:util';
import type { Template } from '../../../core/cloudformation/template.ts';

/** Resources that differ between two templates; values that only a deployment knows are not compared. */
export function planChanges(before: Template | undefined, after: Template): readonly Change[] {
  const old = before?.Resources ?? {};
  const ids = [...new Set([...Object.keys(after.Resources), ...Object.keys(old)])];
  return ids.flatMap((LogicalResourceId): readonly Change[] => {
    const wanted = after.Resources[LogicalResourceId];
    const present = old[LogicalResourceId];
    if (isDeepStrictEqual(wanted, present)) return [];
    const Action = present === undefined ? 'Add' : wanted === undefined ? 'Remove' : 'Modify';
    const ResourceType = (wanted ?? present)?.Type;
    return [
      {
        Type: 'Resource',
        ResourceChange: { Action, LogicalResourceId, ...(ResourceType && { ResourceType }) },
      },
    ];
  });
}
