import { isRecord } from '../../core/cloudformation/intrinsic.ts';
import type { Template } from '../../core/cloudformation/template.ts';
import type { ConstructMetadata } from './cloud-assembly.ts';

/** Construct path by logical id: from the template's own metadata, or else from the assembly's. */
export function constructPaths(
  template: Template,
  metadata: ConstructMetadata,
): Readonly<Record<string, string>> {
  const paths: Record<string, string> = {};
  for (const [path, entries] of Object.entries(metadata)) {
    for (const { type, data } of entries) {
      if (type === 'aws:cdk:logicalId' && typeof data === 'string') paths[data] = path.replace(/^\//, '');
    }
  }
  for (const [logicalId, { Metadata }] of Object.entries(template.Resources)) {
    const path = isRecord(Metadata) ? Metadata['aws:cdk:path'] : undefined;
    if (typeof path === 'string') paths[logicalId] = path;
  }
  return paths;
}
