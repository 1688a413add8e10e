import type { Cloud } from '../cloud/cloud.ts';
import { AwsError } from '../cloud/aws-error.ts';

const held = new WeakMap<Cloud, Set<string>>();

/** Lets one operation at a time work on a stack; a second one is refused, as CloudFormation does. */
export async function holdStack<T>(
  cloud: Cloud,
  stack: { readonly name: string; readonly account: string; readonly region: string },
  work: () => Promise<T>,
): Promise<T> {
  const names = held.get(cloud) ?? new Set<string>();
  held.set(cloud, names);
  const name = `${stack.account}/${stack.region}/${stack.name}`;
  if (names.has(name)) {
    throw new AwsError(
      'ValidationError',
      `Stack ${stack.name} is being changed already and can not be updated`,
    );
  }
  names.add(name);
  try {
    return await work();
  } finally {
    names.delete(name);
  }
}
