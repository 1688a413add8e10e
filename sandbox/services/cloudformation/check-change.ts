import type { ResourceToImport } from '@aws-sdk/client-cloudformation';
import { AwsError } from '../../cloud/aws-error.ts';
import type { RequestContext } from '../../cloud/operation.ts';
import { BOOTSTRAP_VERSION } from '../../assembly/bootstrap-names.ts';
import { checkResources } from '../../cloudformation/check-resources.ts';
import { describeFailure, describeFailures } from '../../cloudformation/describe-failure.ts';
import { executionCaller } from '../../cloudformation/execution-caller.ts';
import { prepareStack } from '../../cloudformation/prepare-stack.ts';
import { standardProviders } from '../../cloudformation/resources/providers.ts';
import { serviceCalls } from '../../cloudformation/service-calls.ts';
import type { StackStatus } from '../../cloudformation/stack-event.ts';
import type { StackInput } from '../../cloudformation/stack-input.ts';
import type { StackRecord } from '../../cloudformation/stack-state.ts';
import { findImports } from './find-imports.ts';

export const NO_CHANGES =
  "The submitted information didn't contain changes. Submit different information to create a change set.";

export type CheckedChange = {
  readonly imports: Readonly<Record<string, string>>;
  /** Why the change cannot be made: there is none, or the template does not resolve. */
  readonly failure?: string;
};

export type ChangeRequest = {
  readonly stack: StackRecord;
  /** Adopt what is there under a name that the template gives. */
  readonly adoptsExisting: boolean;
  /** Import these, and change nothing else. */
  readonly toImport?: readonly ResourceToImport[];
};

/** Looks at a change before anything is touched. */
export async function checkChange(
  input: StackInput,
  request: ChangeRequest,
  context: RequestContext,
): Promise<CheckedChange> {
  const { stack } = request;
  try {
    const call = serviceCalls(context.cloud, executionCaller(input));
    const prepared = await prepareStack(input, stack.id, call);
    const problems = checkResources(prepared, standardProviders);
    if (problems.length > 0) return { imports: {}, failure: describeFailures(problems) };
    const imports = await findImports(prepared, request, context);
    const isSame = stack.deployed?.hash === prepared.hash && Object.keys(imports).length === 0;
    return { imports, ...(isSame && isSettled(stack) && { failure: NO_CHANGES }) };
  } catch (error) {
    return { imports: {}, failure: describeFailure(error) };
  }
}

const PAUSED: readonly StackStatus[] = ['CREATE_FAILED', 'UPDATE_FAILED'];

/** A stack that a failed operation left as it was has changes to make even with the template that it had before. */
const isSettled = ({ status }: StackRecord): boolean => !PAUSED.includes(status);

/** A stack that is being changed, or that must be rolled back or deleted first, takes no update. */
export function refuseUnready({ id, status, reason }: StackRecord): void {
  if (/^(CREATE|UPDATE|UPDATE_ROLLBACK)_COMPLETE$/.test(status) || PAUSED.includes(status)) return;
  const because = reason === undefined ? '' : ` (${reason})`;
  throw new AwsError(
    'ValidationError',
    `Stack:${id} is in ${status} state and can not be updated.${because}`,
  );
}

/** What a failed operation left as it was can be tried again without rollback, or rolled back; not both at once. */
export function refuseRollbackWhilePaused({ status }: StackRecord, keepsFailed: boolean): void {
  if (keepsFailed || !PAUSED.includes(status)) return;
  throw new AwsError(
    'ValidationError',
    `This stack is currently in a non-terminal [${status}] state. To update the stack from this state, please use the disable-rollback parameter with update-stack API. To rollback to the last known good state, use the rollback-stack API`,
  );
}

/** The stack that `cdk bootstrap` makes, unless it is told another name. */
const TOOLKIT_STACK = 'CDKToolkit';

/** The sandbox makes the bootstrap of an account itself: another one would meet names that are taken. */
export function refuseBootstrap(
  name: string,
  stack: StackRecord | undefined,
  { accountId, region }: RequestContext,
): void {
  if (name !== TOOLKIT_STACK || stack !== undefined) return;
  throw new AwsError(
    'ValidationError',
    `the sandbox bootstraps its accounts itself: aws://${accountId}/${region} has bucket, roles and version ${BOOTSTRAP_VERSION} as soon as \`mesh up\` or \`mesh serve\` has seen it in mesh.yaml; skip \`cdk bootstrap\` here`,
  );
}
