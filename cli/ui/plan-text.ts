import { visibleText } from '../../core/diagnostics/visible-text.ts';
import type { PlannedChange } from '../../core/cloudformation/planned-change.ts';
import { hasChanges, losses, type MeshPlan } from '../commands/plan.ts';
import type { StackComparison } from '../deploy/compare-stack.ts';
import type { PermissionChange } from '../deploy/permission-changes.ts';
import { counted } from './numbers.ts';
import { colors } from './output.ts';
import type { GrantLine } from './grant-lines.ts';

/** Where something is long, its beginning tells enough; `--json` has all of it. */
const CHANGES_SHOWN_MAX = 40;
const PERMISSIONS_SHOWN_MAX = 12;
const ACTIONS_SHOWN_MAX = 3;

const VERBS: Record<PlannedChange['act'], string> = {
  replace: 'replaced',
  'may-replace': 'may be replaced',
  delete: 'deleted',
  leave: 'leaves the stack and stays',
  create: 'created',
  update: 'updated',
};

const MARKS: Record<PlannedChange['act'], string> = {
  replace: colors.red('±'),
  'may-replace': colors.yellow('±'),
  delete: colors.red('-'),
  leave: colors.yellow('-'),
  create: colors.green('+'),
  update: colors.cyan('~'),
};

/** The plan for people: data that is at stake first, then the stacks, then who may do what. */
export function renderPlan(plan: MeshPlan, grants: readonly GrantLine[]): string {
  const changed = plan.stacks.filter(({ kind }) => kind !== 'unchanged');
  return [
    section('Data at stake', plan.stacks.flatMap(stakes)),
    section('Stacks', renderStacks(changed)),
    section(
      'Grants',
      grants.map((line) => `  ${grantMark(line.kind)} ${visibleText(line.text)}`),
    ),
    section(
      'Grants that are not known',
      plan.unreadGrants.map(
        ({ stack, reason }) => `  ${colors.yellow('?')} ${stack}: ${visibleText(reason)}`,
      ),
    ),
    section('Permissions', plan.stacks.flatMap(renderPermissions)),
    section(
      'Deployed, and declared no more',
      plan.undeclared.map(
        ({ name, account }) =>
          `  ${colors.yellow('!')} ${name} in ${account} stays until bin/mesh destroy ${name}`,
      ),
    ),
  ]
    .filter((text) => text !== '')
    .join('\n\n');
}

/** `2 stacks new, 1 changed, 15 unchanged; 1 resource replaced` */
export function planVerdict(plan: MeshPlan): string {
  const count = (kind: StackComparison['kind']): number =>
    plan.stacks.filter((stack) => stack.kind === kind).length;
  if (!hasChanges(plan)) return `no changes in ${counted(plan.stacks.length, 'stack')}`;
  const parts = [
    [count('new'), 'new'],
    [count('changed'), 'changed'],
    [count('unchanged'), 'unchanged'],
  ] as const;
  const stacks = parts.filter(([number]) => number > 0).map(([number, word]) => `${number} ${word}`);
  const lost = losses(plan).length;
  const warning = lost === 0 ? '' : `; ${colors.red(`${lost} with data that would be lost`)}`;
  return `stacks: ${stacks.join(', ')}${warning}`;
}

function section(title: string, lines: readonly string[]): string {
  return lines.length === 0 ? '' : [colors.bold(title), ...lines].join('\n');
}

function stakes({ stack, changes }: StackComparison): readonly string[] {
  return changes.flatMap((change) => {
    const { act, data, name, type, because } = change;
    if (!data) return [];
    const why = act === 'replace' || act === 'may-replace' ? ` because ${because.join(', ')} changes` : '';
    const fate =
      data.fate === 'kept'
        ? `the old one stays with ${data.holds}`
        : colors.red(`${data.holds}: ${data.fate}`);
    return [`  ${MARKS[act]} ${stack.path}  ${type} ${visibleText(name)} is ${VERBS[act]}${why}; ${fate}`];
  });
}

/** New stacks by number of resources, changed ones resource by resource. */
function renderStacks(stacks: readonly StackComparison[]): readonly string[] {
  const width = Math.max(0, ...stacks.map(({ stack }) => stack.path.length));
  return stacks.flatMap(({ stack, kind, changes }) => {
    const path = stack.path.padEnd(width);
    if (kind === 'new') {
      return [`  ${MARKS.create} ${path}  new, ${counted(stack.resources, 'resource')} in ${stack.account}`];
    }
    const told = changes.filter((change) => !isOnlyTags(change));
    const shown = told.slice(0, CHANGES_SHOWN_MAX).map((change) => `    ${renderChange(change)}`);
    const more = told.length - shown.length;
    return [
      `  ${MARKS.update} ${path}  ${counts(changes)}`,
      ...shown,
      ...(more > 0 ? [`      +${more} more: --json lists them`] : []),
    ];
  });
}

/** Another owner or cost centre touches every resource of a domain and does nothing to it. */
function isOnlyTags({ act, because }: PlannedChange): boolean {
  return act === 'update' && because.length === 1 && because[0] === 'Tags';
}

function renderChange({ act, type, name, because }: PlannedChange): string {
  const what =
    act === 'create' || act === 'delete' || act === 'leave' ? '' : colors.dim(` (${because.join(', ')})`);
  return `${MARKS[act]} ${type} ${visibleText(name)}${because.length === 0 ? '' : what}`;
}

function counts(changes: readonly PlannedChange[]): string {
  const tagged = changes.filter(isOnlyTags).length;
  const told = changes.filter((change) => !isOnlyTags(change));
  const acts = [...new Set(told.map(({ act }) => act))];
  const parts = [
    ...acts.map((act) => `${told.filter((one) => one.act === act).length} ${VERBS[act]}`),
    ...(tagged > 0 ? [`${tagged} with other tags`] : []),
  ];
  return parts.length === 0 ? 'outputs or settings only' : parts.join(', ');
}

function renderPermissions({ stack, kind, permissions }: StackComparison): readonly string[] {
  if (permissions.length === 0) return [];
  // All of a new stack's statements are new: their number says as much.
  if (kind === 'new')
    return [`  ${colors.green('+')} ${stack.path}: ${counted(permissions.length, 'statement')}`];
  const shown = permissions.slice(0, PERMISSIONS_SHOWN_MAX).map((one) => renderPermission(stack.path, one));
  const more = permissions.length - shown.length;
  return more > 0 ? [...shown, `    +${more} more in ${stack.path}: --json lists them`] : shown;
}

function renderPermission(stack: string, { kind, ...statement }: PermissionChange): string {
  const { effect, principal, action, resource, condition } = statement;
  const actions = action.split('\n');
  const more = actions.length > ACTIONS_SHOWN_MAX ? ` and ${actions.length - ACTIONS_SHOWN_MAX} more` : '';
  const where = resource.split('\n').join(', ');
  const when = condition === '' ? '' : ' under a condition';
  const verb = effect === 'Deny' ? 'may never' : 'may';
  const text = `${principal.split('\n').join(', ')} ${verb} ${actions.slice(0, ACTIONS_SHOWN_MAX).join(', ')}${more} on ${where}${when}`;
  return `  ${grantMark(kind)} ${stack}: ${visibleText(text)}`;
}

function grantMark(kind: GrantLine['kind']): string {
  if (kind === 'changed') return MARKS.update;
  return kind === 'gained' ? colors.green('+') : colors.red('-');
}
