import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Official schemas and examples of the standards; they lie beside the checkout in CI and are not part of it. */
export const STANDARDS = join(import.meta.dirname, '../../shared/standards');

/** For `describe.skipIf(!hasStandards)`: a clone on its own has nothing to compare with. */
export const hasStandards = existsSync(STANDARDS);
