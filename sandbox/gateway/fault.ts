import { type BodyCodec, textOf } from './codecs.ts';
import { AwsError } from '../cloud/aws-error.ts';
import type { ServiceModel } from './service-model.ts';
import type { Fault } from './wire.ts';

/** What a thrown error becomes on the wire; only our own bugs are 5xx. */
export function faultOf(error: unknown): Fault {
  if (error instanceof AwsError)
    return { code: error.code, message: error.message, status: error.status, details: error.details };
  const message = error instanceof Error ? error.message : String(error);
  return { code: 'InternalFailure', message: `the sandbox failed: ${message}`, status: 500, details: {} };
}

/**
 * The code in the words of a protocol: query and REST-XML services say `AccessDenied`, JSON ones
 * `AccessDeniedException`; shapes of the query protocol may have a code of their own (`NoSuchEntity`).
 */
export function wireCode(
  model: ServiceModel | undefined,
  fault: Fault,
  protocol: 'json' | 'query' | 'xml',
): string {
  const shape = model?.errors.get(fault.code);
  if (protocol === 'query' && shape?.queryCode !== undefined) return shape.queryCode;
  if (protocol !== 'json' && fault.code === 'AccessDeniedException' && !shape) return 'AccessDenied';
  return fault.code;
}

/** Where a handler left the status at 400, the model of a REST or query service knows better. */
export function wireStatus(model: ServiceModel | undefined, fault: Fault): number {
  if (fault.status !== 400) return fault.status;
  if (fault.code.startsWith('AccessDenied')) return 403;
  return model?.errors.get(fault.code)?.status ?? fault.status;
}

/** The error's members as JSON, written by its shape where the model has one. */
export function faultMembers(
  model: ServiceModel | undefined,
  fault: Fault,
  codec: BodyCodec,
): Readonly<Record<string, unknown>> {
  const details = { ...fault.details };
  const shape = model?.errors.get(fault.code)?.shape;
  const plain = { ...details, message: fault.message };
  if (!shape || Object.keys(details).length === 0) return plain;
  // A structure's JSON is an object.
  const typed = JSON.parse(textOf(codec.write(shape, details))) as Record<string, unknown>;
  return { ...typed, message: fault.message };
}
