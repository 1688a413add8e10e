import { MeshError } from '../../core/errors/mesh-error.ts';

export type ResponseAddress = {
  readonly ResponseURL: string;
  readonly StackId: string;
  readonly RequestId: string;
  readonly LogicalResourceId: string;
  readonly PhysicalResourceId: string;
};

export type CustomResourceOutcome =
  | { readonly status: 'SUCCESS'; readonly data: Readonly<Record<string, string>> }
  | { readonly status: 'FAILED'; readonly reason: string };

const ATTEMPTS_MAX = 3;
/** CloudFormation takes at most 4,096 bytes; the ids around the reason need their share. */
const REASON_LENGTH_MAX = 1_500;

/** Answers CloudFormation at the presigned address; retries what may pass, at most three times. */
export async function putResponse(to: ResponseAddress, outcome: CustomResourceOutcome): Promise<void> {
  const body = JSON.stringify({
    Status: outcome.status,
    StackId: to.StackId,
    RequestId: to.RequestId,
    LogicalResourceId: to.LogicalResourceId,
    PhysicalResourceId: to.PhysicalResourceId,
    ...(outcome.status === 'SUCCESS'
      ? { Data: outcome.data }
      : { Reason: outcome.reason.slice(0, REASON_LENGTH_MAX) }),
  });
  let problem = 'no attempt was made';
  for (let attempt = 1; attempt <= ATTEMPTS_MAX; attempt++) {
    problem = await put(to.ResponseURL, body);
    if (problem === '') return;
  }
  throw new MeshError(`CloudFormation did not take the answer of ${to.LogicalResourceId}: ${problem}`, {
    code: 'ResponseNotTaken',
    source: 'platform',
  });
}

/** The empty string when the answer was taken, what went wrong otherwise. */
async function put(url: string, body: string): Promise<string> {
  try {
    // The address is signed for an empty content type.
    const response = await fetch(url, { method: 'PUT', body, headers: { 'content-type': '' } });
    return response.ok ? '' : `HTTP ${response.status}`;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
