import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { executionStatements } from '../../core/access/execution/execution-policy.ts';
import type { StackArtifact } from '../../sandbox/assembly/stack-artifact.ts';
import { callerArn } from '../../sandbox/cloud/caller.ts';
import type { SeenDecision } from '../../sandbox/index.ts';
import { type Deployment, openDeployment } from './execution/deployment.ts';
import { EXECUTION_EXCEPTIONS } from './execution/exceptions.ts';
import { destroyable, touched } from './execution/touches.ts';
import { type GivenAction, isAllowed, without } from './execution/without.ts';

const SCOPE = { mesh: 'grove', environment: 'prod', account: '100000000004', region: 'eu-west-1' };
const STATEMENTS = Object.values(executionStatements(SCOPE)).flat();

let deployment: Deployment;
/** By statement and action: what was asked, once or often. */
const asked = new Map<string, SeenDecision[]>();

beforeAll(async () => {
  deployment = await openDeployment();
  expect(await deployment.deploy((template) => template)).toEqual([]);
  expect(await deployment.unseenDrift()).toEqual([]);
  expect(await deployment.deploy(touched)).toEqual([]);
  expect(await deployment.deploy(destroyable)).toEqual([]);
  await deployment.emptyBuckets();
  expect(await deployment.destroy()).toEqual([]);
  for (const seen of deployment.seen) {
    if (seen.decision.kind !== 'allowed') continue;
    for (const { sid = '' } of seen.decision.by) {
      const key = `${sid} ${seen.request.action}`;
      asked.set(key, [...(asked.get(key) ?? []), seen]);
    }
  }
});

afterAll(async () => {
  await deployment[Symbol.asyncDispose]();
});

describe('the execution policy', () => {
  it('knows every type that stacks make, and no other', () => {
    const made = new Set(
      deployment.stacks.flatMap(({ template }) => Object.values(template.Resources).map(({ Type }) => Type)),
    );
    const known = new Set(STATEMENTS.flatMap(({ types }) => types));
    const unknown = [...made].filter((type) => !known.has(type));
    expect(unknown, 'add what CloudFormation calls for these types to core/access/execution/').toEqual([]);
    expect(
      [...known].filter((type) => !made.has(type)),
      'no stack makes these types',
    ).toEqual([]);
  });

  it.each(STATEMENTS)('$sid: gives no action that could be taken away unseen', ({ sid, actions }) => {
    const survivors = actions.filter(
      (action) => !isExcepted({ sid, action }) && !isDecisive({ sid, action }),
    );
    expect(survivors, 'remove them, or say in exceptions.ts why AWS needs them').toEqual([]);
  });
});

describe('an exception', () => {
  it.each(EXECUTION_EXCEPTIONS)(
    '$sid $actions: is given, and $reason',
    ({ sid, actions, isAsked = false }) => {
      const given = STATEMENTS.find((statement) => statement.sid === sid)?.actions ?? [];
      expect(actions.filter((action) => !given.includes(action))).toEqual([]);
      // One without which something fails is none.
      expect(actions.filter((action) => isDecisive({ sid, action }))).toEqual([]);
      expect(actions.filter((action) => asked.has(`${sid} ${action}`))).toEqual(isAsked ? actions : []);
    },
  );
});

/** Where the refusal of an action stops a deployment, tried from end to end. */
const REMOVALS: readonly (GivenAction & { readonly when: 'create' | 'destroy' | 'update' })[] = [
  { sid: 'Buckets', action: 's3:PutBucketPolicy', when: 'create' },
  { sid: 'TagNewKeys', action: 'kms:TagResource', when: 'create' },
  { sid: 'CappedRoles', action: 'iam:CreateRole', when: 'create' },
  { sid: 'PassToFunctions', action: 'iam:PassRole', when: 'create' },
  { sid: 'FunctionCode', action: 's3:GetObject', when: 'create' },
  { sid: 'LakeFormation', action: 'lakeformation:RegisterResource', when: 'create' },
  { sid: 'AskFunctions', action: 'lambda:InvokeFunction', when: 'create' },
  { sid: 'ChangeKeys', action: 'kms:PutKeyPolicy', when: 'update' },
  { sid: 'Events', action: 'events:DeleteRule', when: 'destroy' },
];

describe('a deployment without an action', () => {
  it('fails, and says which action on which resource which role may not', async () => {
    const [foundation, namespace] = stacksOf('shop');
    if (!foundation || !namespace) throw new Error('the domain shop has two stacks at least');
    const own = deployment.policies[namespace.account] ?? [];
    const walks = {
      create: () => deployment.deploy(destroyable, [namespace]),
      update: () => deployment.deploy((template) => destroyable(touched(template)), [namespace]),
      destroy: async () => {
        await deployment.emptyBuckets([namespace]);
        return await deployment.destroy([namespace]);
      },
    };
    expect(await deployment.deploy(destroyable, [foundation])).toEqual([]);
    for (const { when, ...taken } of REMOVALS) {
      if (when === 'update') expect(await walks.create()).toEqual([]);
      await deployment.allow(namespace.account, without(own, taken));
      const from = deployment.seen.length;
      const said = await walks[when]();
      await deployment.allow(namespace.account, own);
      const denials = deployment.seen.slice(from).flatMap((seen) => denialOf(seen, taken.action));
      expect(denials.length, taken.action).toBeGreaterThan(0);
      expect(denials.filter((denial) => said.some((line) => line.includes(denial)))).toEqual(denials);
    }
    expect(await deployment.destroy([namespace, foundation])).toEqual([]);
  });
});

function stacksOf(domain: string): readonly StackArtifact[] {
  return deployment.stacks.filter(({ displayName }) => displayName.startsWith(`${domain}/`));
}

/** AWS's sentence for a refusal of the action. */
function denialOf({ caller, request, decision }: SeenDecision, action: string): readonly string[] {
  if (decision.kind !== 'denied' || request.action !== action) return [];
  const user = callerArn(caller);
  return [`User: ${user} is not authorized to perform: ${action} on resource: ${request.resource}`];
}

function isExcepted({ sid, action }: GivenAction): boolean {
  return EXECUTION_EXCEPTIONS.some((one) => one.sid === sid && one.actions.includes(action));
}

/** Whether some call that CloudFormation made would be refused without the action. */
function isDecisive(given: GivenAction): boolean {
  const calls = asked.get(`${given.sid} ${given.action}`) ?? [];
  return calls.some((call) => {
    const policies = deployment.policies[call.caller.accountId] ?? [];
    return isAllowed(policies, call) && !isAllowed(without(policies, given), call);
  });
}
