import { MeshError } from '../errors/mesh-error.ts';

/** A template that cannot be understood; the message names the place in the template. */
export function templateError(where: string, message: string, hint?: string): MeshError {
  return new MeshError(`${where}: ${message}`, {
    code: 'TemplateInvalid',
    ...(hint !== undefined && { hint }),
  });
}
