import { MeshError } from '../../core/errors/mesh-error.ts';
import type { Refusal } from './decide-publication.ts';

/** The error of a refused run: Step Functions matches its name, `record-failure` reads its message. */
export function checksFailed(refusal: Refusal): MeshError {
  return new MeshError(JSON.stringify(refusal), { code: 'ChecksFailed' });
}
