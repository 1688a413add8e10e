import type {
  GetTemplateSummaryCommandInput,
  GetTemplateSummaryCommandOutput,
  ResourceIdentifierSummary,
} from '@aws-sdk/client-cloudformation';
import type { Template } from '../../../../core/cloudformation/template.ts';
import { defineOperation } from '../../../cloud/operation.ts';
import { identifiersOf } from '../known-types.ts';
import { onStack, requireStack } from '../find-stack.ts';
import { templateOf } from '../template-source.ts';

/** What a template holds, and how each of its resources is named in an import. */
export const getTemplateSummary = defineOperation<
  GetTemplateSummaryCommandInput,
  GetTemplateSummaryCommandOutput
>({
  service: 'cloudformation',
  name: 'GetTemplateSummary',
  members: ['StackName', 'TemplateBody', 'TemplateURL'],
  authorize: ({ StackName }, context) => onStack('GetTemplateSummary', StackName, context),
  handle: async ({ StackName, ...source }, context) => {
    const stack = StackName === undefined ? undefined : requireStack(StackName, context);
    const template = await templateOf(
      { ...source, UsePreviousTemplate: stack !== undefined },
      stack,
      context,
    );
    return {
      Parameters: Object.entries(template.Parameters ?? {}).map(([ParameterKey, { Type, Default }]) => ({
        ParameterKey,
        ParameterType: Type,
        ...(Default !== undefined && { DefaultValue: String(Default) }),
      })),
      ResourceTypes: [...new Set(Object.values(template.Resources).map(({ Type }) => Type))],
      ResourceIdentifierSummaries: [...identifierSummaries(template)],
      ...(template.Description !== undefined && { Description: template.Description }),
    };
  },
});

function identifierSummaries({ Resources }: Template): readonly ResourceIdentifierSummary[] {
  const byType = Map.groupBy(Object.entries(Resources), ([, { Type }]) => Type);
  return [...byType].flatMap(([ResourceType, resources]) => {
    const identifiers = identifiersOf(ResourceType);
    if (identifiers === undefined) return [];
    const LogicalResourceIds = resources.map(([logicalId]) => logicalId);
    return [{ ResourceType, LogicalResourceIds, ResourceIdentifiers: [...identifiers] }];
  });
}
