import type { Toolkit } from '@aws-cdk/toolkit-lib';

/** A statement of an IAM policy, or of a resource's policy, in the words of the CDK; lists have a line for each. */
export type PermissionChange = {
  readonly kind: 'gained' | 'lost';
  readonly effect: string;
  readonly principal: string;
  readonly action: string;
  readonly resource: string;
  readonly condition: string;
};

type TemplateDiff = Awaited<ReturnType<Toolkit['diff']>>[string];

/** What the statements of a stack allow and deny more, and no more. `roleName` knows roles by their logical id. */
export function permissionChanges(
  { iamChanges }: TemplateDiff,
  roleName: (logicalId: string) => string | undefined,
): readonly PermissionChange[] {
  const { additions, removals } = iamChanges.statements;
  const named = ({ principal, ...statement }: Omit<PermissionChange, 'kind'>) => ({
    ...statement,
    principal: principal.replaceAll(/AWS:\$\{(\w+)\}/g, (text, id: string) => roleName(id) ?? text),
  });
  return narrowed([
    ...additions.map((statement) => ({ kind: 'gained' as const, ...named(statement.render()) })),
    ...removals.map((statement) => ({ kind: 'lost' as const, ...named(statement.render()) })),
  ]);
}

/**
 * A statement that has other resources, or other actions, than before is gained as a whole and lost as a whole: what
 * both have in common is left out.
 */
export function narrowed(changes: readonly PermissionChange[]): readonly PermissionChange[] {
  const left = [...changes];
  for (const gained of changes.filter(({ kind }) => kind === 'gained')) {
    for (const list of ['resource', 'action'] as const) {
      const lost = left.find((one) => one.kind === 'lost' && isSameBut(list, one, gained));
      if (!lost || !left.includes(gained)) continue;
      replace(left, gained, without(gained, lost, list));
      replace(left, lost, without(lost, gained, list));
    }
  }
  return left;
}

const FIELDS = ['effect', 'principal', 'action', 'resource', 'condition'] as const;

/** Of a list that says what is not meant, more is less. */
function isSameBut(list: 'action' | 'resource', one: PermissionChange, other: PermissionChange): boolean {
  return (
    FIELDS.every((field) => field === list || one[field] === other[field]) &&
    ![...lines(one[list]), ...lines(other[list])].some((line) => line.startsWith('NOT '))
  );
}

function without(
  change: PermissionChange,
  other: PermissionChange,
  list: 'action' | 'resource',
): PermissionChange | undefined {
  const common = new Set(lines(other[list]));
  const own = lines(change[list]).filter((line) => !common.has(line));
  return own.length === 0 ? undefined : { ...change, [list]: own.join('\n') };
}

function replace(all: PermissionChange[], one: PermissionChange, by: PermissionChange | undefined): void {
  all.splice(all.indexOf(one), 1, ...(by ? [by] : []));
}

const lines = (text: string): readonly string[] => text.split('\n');
