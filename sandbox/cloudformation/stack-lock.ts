import type { Cloud } from '../cloud/cloud.ts';
import { AwsError } from '../cloud/aws-error.ts';

type StackName = { readonly name: string; readonly account: string; readonly region: string };

const held = new WeakMap<Cloud, Set<string>>();

/** Lets one operation at a time work on a stack; a second one is refused, as CloudFormation does. */
export async function holdStack<T>(cloud: Cloud, stack: StackName, work: () => Promise<T>): Promise<T> {
  const names = held.get(cloud) ?? new Set<string>();
  held.set(cloud, names);
  if (isHeld(cloud, stack)) {
    throw new AwsError(
      'ValidationError',
      `Stack ${stack.name} is being changed already and can not be updated`,
    );
  }
  names.add(keyOf(stack));
  try {
    return await work();
  } finally {
    names.delete(keyOf(stack));
  }
}

/** Whether an operation of this process works on the stack. */
export function isHeld(cloud: Cloud, stack: StackName): boolean {
  return held.get(cloud)?.has(keyOf(stack)) === true;
}

function keyOf({ name, account, region }: StackName): string {
  return `${account}/${region}/${name}`;
}
