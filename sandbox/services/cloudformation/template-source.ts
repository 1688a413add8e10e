import type { Readable } from 'node:stream';
import { parseTemplateText } from '../../../core/cloudformation/parse-template-text.ts';
import type { Template } from '../../../core/cloudformation/template.ts';
import { AwsError } from '../../cloud/aws-error.ts';
import type { RequestContext } from '../../cloud/operation.ts';
import { describeFailure } from '../../cloudformation/describe-failure.ts';
import { serviceCalls } from '../../cloudformation/service-calls.ts';
import type { StackRecord } from '../../cloudformation/stack-state.ts';

const TEMPLATE_BYTES_MAX = 1024 * 1024;

type Source = {
  readonly TemplateBody?: string | undefined;
  readonly TemplateURL?: string | undefined;
  readonly UsePreviousTemplate?: boolean | undefined;
};

/** The template that a call names: as text, as an object of S3, or the stack's own. */
export async function templateOf(
  source: Source,
  stack: StackRecord | undefined,
  context: RequestContext,
): Promise<Template> {
  if (source.UsePreviousTemplate === true && stack?.deployed) return stack.deployed.template;
  const text = source.TemplateBody ?? (await fetchTemplate(source.TemplateURL, context));
  if (Buffer.byteLength(text) > TEMPLATE_BYTES_MAX) throw invalid('the template is larger than 1 MB');
  try {
    return parseTemplateText(text);
  } catch (error) {
    throw invalid(describeFailure(error));
  }
}

/** Reads `…/bucket/key` as the caller; the CDK CLI uses path style for an endpoint on the loopback. */
async function fetchTemplate(url: string | undefined, context: RequestContext): Promise<string> {
  if (url === undefined) throw invalid('give TemplateBody or TemplateURL');
  const [Bucket = '', ...key] = new URL(url).pathname.slice(1).split('/').map(decodeURIComponent);
  const call = serviceCalls(context.cloud, context.caller);
  const { Body } = await call('s3', 'GetObject', { Bucket, Key: key.join('/') });
  const chunks: Buffer[] = [];
  // Within the process a body is a stream of Node's.
  for await (const chunk of Body as Readable) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString('utf8');
}

function invalid(message: string): AwsError {
  return new AwsError('ValidationError', message);
}
