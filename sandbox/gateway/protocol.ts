import { AwsError } from '../cloud/aws-error.ts';
import type { OperationSchema } from './schema.ts';
import type { ServiceModel } from './service-model.ts';
import type { Fault, WireReply, WireRequest } from './wire.ts';

export type DecodedCall = { readonly operation: OperationSchema; readonly input: unknown };

/** How one request is spoken: each answers in the words in which it was asked. */
export type Protocol = {
  readonly read: (model: ServiceModel, request: WireRequest) => Promise<DecodedCall>;
  readonly write: (
    model: ServiceModel,
    operation: OperationSchema,
    output: unknown,
    requestId: string,
  ) => WireReply;
  readonly writeFault: (
    model: ServiceModel | undefined,
    fault: Fault,
    requestId: string,
    request: WireRequest,
  ) => WireReply;
};

export function requireOperation(model: ServiceModel, name: string): OperationSchema {
  const operation = model.operations.get(name);
  if (operation) return refuseEventStream(model, operation);
  throw new AwsError('UnknownOperationException', `${model.name} has no operation ${JSON.stringify(name)}`);
}

export function refuseEventStream(model: ServiceModel, operation: OperationSchema): OperationSchema {
  if (!operation.hasEventStream) return operation;
  throw new AwsError(
    'UnknownOperationException',
    `${model.name}:${operation.name} is an event stream, which the sandbox does not speak`,
  );
}
