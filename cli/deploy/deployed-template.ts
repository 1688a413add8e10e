import { parseTemplate, type Template } from '../../core/cloudformation/template.ts';
import { READING } from './deploy-role.ts';
import type { DeployTarget } from './deploy-target.ts';
import { cloudFormation, type LiveStack } from './live-stacks.ts';

/** The template that a stack was deployed with; undefined where its first deployment never began. */
export async function deployedTemplate(
  target: DeployTarget,
  stack: LiveStack,
): Promise<Template | undefined> {
  if (stack.status === 'REVIEW_IN_PROGRESS') return undefined;
  const { GetTemplateCommand } = await import('@aws-sdk/client-cloudformation');
  const client = await cloudFormation(target, stack, READING);
  const { TemplateBody = '{}' } = await client.send(
    new GetTemplateCommand({ StackName: stack.id, TemplateStage: 'Original' }),
  );
  return parseTemplate(JSON.parse(TemplateBody));
}
