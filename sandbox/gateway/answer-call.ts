import { randomUUID } from 'node:crypto';
import { AwsError } from '../cloud/aws-error.ts';
import type { Caller } from '../cloud/caller.ts';
import type { Cloud } from '../cloud/cloud.ts';
import { checkInput } from './check-input.ts';
import { chooseProtocol } from './choose-protocol.ts';
import { type Credential, readCredential } from './credential.ts';
import { faultOf } from './fault.ts';
import { loadServiceModel, type ServiceModel } from './service-model.ts';
import { type KnownKey, verifySignature } from './verify-signature.ts';
import type { WireReply, WireRequest } from './wire.ts';

export type CallContext = {
  readonly cloud: Cloud;
  readonly findKey: (accessKeyId: string) => KnownKey | undefined;
  readonly onFault: (error: unknown, call: string) => void;
};

/** Decodes one AWS call, dispatches it as its caller, and answers in the protocol in which it came. */
export async function answerCall(context: CallContext, request: WireRequest): Promise<WireReply> {
  const protocol = chooseProtocol(request);
  const requestId = randomUUID();
  let model: ServiceModel | undefined;
  let call = `${request.method} ${request.path}`;
  try {
    const credential = requireCredential(request);
    model = await requireModel(credential.service);
    const caller = await requireCaller(context, request, credential);
    const { operation, input } = await protocol.read(model, request);
    call = `${model.name}:${operation.name}`;
    checkInput(operation.input, input);
    const output = await context.cloud.dispatch(caller, model.name, operation.name, input);
    return protocol.write(model, operation, output, requestId);
  } catch (error) {
    const fault = faultOf(error);
    if (fault.status >= 500) context.onFault(error, call);
    return protocol.writeFault(model, fault, requestId, request);
  }
}

function requireCredential(request: WireRequest): Credential {
  const credential = readCredential(request);
  if (credential) return credential;
  throw new AwsError('MissingAuthenticationToken', 'the request is not signed with SigV4', { status: 403 });
}

async function requireModel(service: string): Promise<ServiceModel> {
  const model = await loadServiceModel(service);
  if (model) return model;
  throw new AwsError(
    'UnknownOperationException',
    `the sandbox has no service ${JSON.stringify(service)}; add its client in sandbox/gateway/clients.ts and its operations in sandbox/services/`,
  );
}

/** The key says who calls; the scope of the signature says in which region. */
async function requireCaller(
  { cloud, findKey }: CallContext,
  request: WireRequest,
  credential: Credential,
): Promise<Caller> {
  const { accessKeyId, region, service } = credential;
  const key = findKey(accessKeyId);
  if (key) {
    await verifySignature(request, credential, key, cloud.clock());
    return { ...key.caller, region };
  }
  throw new AwsError(unknownKeyCode(service), `the access key ${accessKeyId} is not known to the sandbox`, {
    status: 403,
  });
}

function unknownKeyCode(service: string): string {
  if (service === 's3') return 'InvalidAccessKeyId';
  return ['sts', 'iam', 'sns', 'cloudformation'].includes(service)
    ? 'InvalidClientTokenId'
    : 'UnrecognizedClientException';
}
