import type { IIoHost, IoMessage } from '@aws-cdk/toolkit-lib';

/** What happens to a stack, as the toolkit tells it. */
export type StackProgress = {
  readonly stack: string;
  readonly account: string;
  readonly logicalId: string;
  readonly type: string;
  readonly status: string;
  readonly reason: string;
  /** `[12/56]` */
  readonly done: string;
};

export type ToolkitListener = {
  readonly onEvent?: (progress: StackProgress) => void;
  /** Begun with, by construct path. */
  readonly onBegun?: (path: string) => void;
  /** A stack is deployed, or nothing had to be done. */
  readonly onDeployed?: (stack: {
    readonly name: string;
    readonly account: string;
    readonly isUnchanged: boolean;
  }) => void;
};

const STACK_EVENT = 'CDK_TOOLKIT_I5502';
const STACK_BEGUN = 'CDK_TOOLKIT_I5100';
const STACK_DEPLOYED = 'CDK_TOOLKIT_I5900';

/**
 * Turns the toolkit's messages into ours. Its questions are answered with yes: what they ask was shown and agreed to
 * before anything began.
 */
export function toolkitHost(listener: ToolkitListener): IIoHost {
  return {
    notify: async (message) => hear(message, listener),
    // The toolkit's own type says `T`; every question of deploy and destroy is answered by a boolean.
    requestResponse: async <T>({ defaultResponse }: { readonly defaultResponse: T }) =>
      typeof defaultResponse === 'boolean' ? (true as T) : defaultResponse,
  };
}

function hear({ code, data }: IoMessage<unknown>, listener: ToolkitListener): void {
  const { onEvent, onBegun, onDeployed } = listener;
  if (code === STACK_EVENT) onEvent?.(progressOf(data));
  // The toolkit's registry of messages gives each code its payload.
  if (code === STACK_BEGUN) {
    onBegun?.((data as { readonly stack: { readonly hierarchicalId: string } }).stack.hierarchicalId);
  }
  if (code === STACK_DEPLOYED) {
    const { stackArn, noOp } = data as { readonly stackArn: string; readonly noOp: boolean };
    onDeployed?.({ ...placeOf(stackArn), isUnchanged: noOp });
  }
}

type Activity = {
  readonly event: {
    readonly StackId?: string;
    readonly LogicalResourceId?: string;
    readonly ResourceType?: string;
    readonly ResourceStatus?: string;
    readonly ResourceStatusReason?: string;
  };
  readonly progress: { readonly formatted: string };
};

function progressOf(data: unknown): StackProgress {
  const { event, progress } = data as Activity;
  const { name, account } = placeOf(event.StackId ?? '');
  return {
    stack: name,
    account,
    logicalId: event.LogicalResourceId ?? '',
    type: event.ResourceType ?? '',
    status: event.ResourceStatus ?? '',
    reason: event.ResourceStatusReason ?? '',
    done: progress.formatted,
  };
}

/** `arn:aws:cloudformation:<region>:<account>:stack/<name>/<id>` */
function placeOf(arn: string): { readonly name: string; readonly account: string } {
  return { name: arn.split('/')[1] ?? '', account: arn.split(':')[4] ?? '' };
}
