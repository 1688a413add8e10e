import type { Change, ResourceChangeDetail } from '@aws-sdk/client-cloudformation';
import { isDeepStrictEqual } from 'node:util';
import { diffProperties } from '../../../core/cloudformation/diff-properties.ts';
import { isRecord } from '../../../core/cloudformation/intrinsic.ts';
import type { Template, TemplateResource } from '../../../core/cloudformation/template.ts';
import { createOnlyOf } from './known-types.ts';

/** Resources that differ between two templates; values that only a deployment knows are not compared. */
export function planChanges(
  before: Template | undefined,
  after: Template,
  imports: Readonly<Record<string, string>>,
): readonly Change[] {
  const old = before?.Resources ?? {};
  const ids = [...new Set([...Object.keys(after.Resources), ...Object.keys(old)])];
  return ids.flatMap((LogicalResourceId): readonly Change[] => {
    const wanted = after.Resources[LogicalResourceId];
    const present = old[LogicalResourceId];
    if (isDeepStrictEqual(wanted, present)) return [];
    const ResourceType = (wanted ?? present)?.Type;
    const PhysicalResourceId = imports[LogicalResourceId];
    return [
      {
        Type: 'Resource',
        ResourceChange: {
          ...actionOf(present, wanted, PhysicalResourceId),
          LogicalResourceId,
          ...(ResourceType && { ResourceType }),
        },
      },
    ];
  });
}

function actionOf(
  present: TemplateResource | undefined,
  wanted: TemplateResource | undefined,
  PhysicalResourceId: string | undefined,
): Change['ResourceChange'] {
  if (wanted === undefined) return { Action: 'Remove' };
  if (present === undefined) {
    return PhysicalResourceId === undefined ? { Action: 'Add' } : { Action: 'Import', PhysicalResourceId };
  }
  return { Action: 'Modify', ...modification(present, wanted) };
}

function modification(present: TemplateResource, wanted: TemplateResource): Change['ResourceChange'] {
  const createOnly = createOnlyOf(wanted.Type);
  const before = present.Properties ?? {};
  const after = wanted.Properties ?? {};
  const change = diffProperties(before, after, createOnly);
  const because = change.kind === 'replace' ? change.because : [];
  const isKnown = because.some((path) => isLiteral(at(before, path)) && isLiteral(at(after, path)));
  const Replacement =
    present.Type !== wanted.Type || isKnown ? 'True' : because.length > 0 ? 'Conditional' : 'False';
  const changed = change.kind === 'unchanged' ? [] : change.changed;
  const Details = changed.map((Name) => detail(Name, because));
  return { Replacement, Scope: Details.length > 0 ? ['Properties'] : ['Metadata'], Details };
}

function detail(Name: string, because: readonly string[]): ResourceChangeDetail {
  const recreates = because.some((path) => path.split('.')[0] === Name);
  return {
    Target: { Attribute: 'Properties', Name, RequiresRecreation: recreates ? 'Always' : 'Never' },
    Evaluation: 'Static',
    ChangeSource: 'DirectModification',
  };
}

/** Whether a value says itself what it will be, without a parameter or another resource. */
function isLiteral(value: unknown): boolean {
  if (Array.isArray(value)) return value.every(isLiteral);
  if (!isRecord(value)) return true;
  return Object.entries(value).every(
    ([key, item]) => key !== 'Ref' && !key.startsWith('Fn::') && isLiteral(item),
  );
}

function at(value: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((part, key) => (isRecord(part) ? part[key] : undefined), value);
}
