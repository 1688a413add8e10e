import { randomBytes } from 'node:crypto';
import { AwsError } from '../cloud/aws-error.ts';
import type { WantedResource } from './apply-resource.ts';
import { resourceContext, type StackRun, tell } from './stack-run.ts';

/**
 * Makes a resource that is there already the stack's. It is not changed: where it differs from the template, the next
 * drift detection says so, as on AWS.
 */
export async function importResource(
  run: StackRun,
  wanted: WantedResource,
  physicalId: string,
): Promise<void> {
  const token = randomBytes(16).toString('hex');
  const subject = { ...wanted, token, physicalId };
  tell(run, subject, 'IMPORT_IN_PROGRESS');
  const provider = run.providers(wanted.type);
  const attributes = await provider.read(physicalId, resourceContext(run, subject), wanted.properties);
  if (attributes === undefined) {
    throw new AwsError('NotFound', `there is no ${wanted.type} ${physicalId} that could be imported`);
  }
  run.state.putResource({ ...subject, attributes, status: 'complete', before: null, isImported: true });
  tell(run, subject, 'IMPORT_COMPLETE');
}
