import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Stage } from 'aws-cdk-lib';
import { Asset } from 'aws-cdk-lib/aws-s3-assets';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import type { ManifestPointer } from '../../../core/pipeline/manifest.ts';
import { invariant } from '../../../core/errors/invariant.ts';

export type PublishedJsonProps = {
  /** SSM parameter that points to the document. */
  readonly parameter: string;
  readonly version: string;
  readonly document: unknown;
  /**
   * What the parameter says of the document beside where it is.
   * @default - nothing
   */
  readonly about?: Readonly<Record<string, unknown>>;
};

/** A JSON document among the account's assets, and the SSM parameter by which run time finds it. */
export class PublishedJson extends Construct {
  readonly pointer: ManifestPointer;

  constructor(scope: Construct, id: string, props: PublishedJsonProps) {
    super(scope, id);
    const text = `${JSON.stringify(props.document, null, 1)}\n`;
    const sha256 = createHash('sha256').update(text).digest('hex');
    const asset = new Asset(this, 'Asset', { path: write(this, `${sha256}.json`, text) });
    this.pointer = { bucket: asset.s3BucketName, key: asset.s3ObjectKey, sha256, version: props.version };
    new StringParameter(this, 'Pointer', {
      parameterName: props.parameter,
      description: `Where ${props.parameter} is described`,
      stringValue: JSON.stringify({ ...this.pointer, ...props.about }),
    });
  }
}

/** Beside the assembly, so that what is published can be read there. */
function write(construct: Construct, name: string, text: string): string {
  const app = Stage.of(construct);
  invariant(app, 'every stack belongs to an app');
  const directory = join(app.outdir, 'documents');
  mkdirSync(directory, { recursive: true });
  const path = join(directory, name);
  writeFileSync(path, text);
  return path;
}
