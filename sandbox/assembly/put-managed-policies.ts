import { isDeepStrictEqual } from 'node:util';
import { isAlreadyThere } from '../cloudformation/not-found.ts';
import type { ServiceCalls } from '../cloudformation/service-calls.ts';

/** Makes managed policies, or gives those that are there these documents; answers their ARNs. */
export async function putManagedPolicies(
  call: ServiceCalls,
  accountId: string,
  documents: Readonly<Record<string, object>>,
): Promise<readonly string[]> {
  const arns: string[] = [];
  for (const [PolicyName, document] of Object.entries(documents)) {
    const arn = `arn:aws:iam::${accountId}:policy/${PolicyName}`;
    await putManagedPolicy(call, { arn, PolicyName, document });
    arns.push(arn);
  }
  return arns;
}

async function putManagedPolicy(
  call: ServiceCalls,
  {
    arn,
    PolicyName,
    document,
  }: { readonly arn: string; readonly PolicyName: string; readonly document: object },
): Promise<void> {
  const PolicyDocument = JSON.stringify(document);
  try {
    await call('iam', 'CreatePolicy', { PolicyName, PolicyDocument });
  } catch (error) {
    if (!isAlreadyThere(error)) throw error;
    await replaceDocument(call, arn, PolicyDocument);
  }
}

/** A policy keeps five versions at most: the ones before the last are of no use here. */
async function replaceDocument(call: ServiceCalls, PolicyArn: string, PolicyDocument: string): Promise<void> {
  const { Policy } = await call('iam', 'GetPolicy', { PolicyArn });
  const VersionId = Policy?.DefaultVersionId;
  const { PolicyVersion } = await call('iam', 'GetPolicyVersion', { PolicyArn, VersionId });
  const current = decodeURIComponent(PolicyVersion?.Document ?? '');
  if (isDeepStrictEqual(JSON.parse(current), JSON.parse(PolicyDocument))) return;
  await call('iam', 'CreatePolicyVersion', { PolicyArn, PolicyDocument, SetAsDefault: true });
  await call('iam', 'DeletePolicyVersion', { PolicyArn, VersionId });
}
