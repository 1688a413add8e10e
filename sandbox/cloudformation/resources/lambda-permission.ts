import { z } from 'zod';
import { isRecord } from '../../../core/cloudformation/intrinsic.ts';
import { defineProvider } from '../define-provider.ts';
import { generatedName } from '../generated-name.ts';
import { unlessAbsent } from '../not-found.ts';
import type { ServiceCalls } from '../service-calls.ts';

const Properties = z.strictObject({
  FunctionName: z.string(),
  Action: z.string(),
  Principal: z.string(),
  SourceArn: z.string().optional(),
  SourceAccount: z.string().optional(),
  PrincipalOrgID: z.string().optional(),
});

export const lambdaPermission = defineProvider({
  type: 'AWS::Lambda::Permission',
  properties: Properties,
  createOnly: ['FunctionName', 'Action', 'Principal', 'SourceArn', 'SourceAccount', 'PrincipalOrgID'],
  identify: (_properties, context) => generatedName(context, 100),
  create: async ({ SourceArn, SourceAccount, PrincipalOrgID, ...permission }, context) => {
    const StatementId = generatedName(context, 100);
    await context.call('lambda', 'AddPermission', {
      ...permission,
      StatementId,
      ...(SourceArn !== undefined && { SourceArn }),
      ...(SourceAccount !== undefined && { SourceAccount }),
      ...(PrincipalOrgID !== undefined && { PrincipalOrgID }),
    });
    return { physicalId: StatementId };
  },
  read: async (StatementId, { call }, { FunctionName }) => {
    return (await statementOf(call, FunctionName, StatementId)) && { Id: StatementId };
  },
  describe: async (StatementId, { call }, { FunctionName }) => {
    const statement = await statementOf(call, FunctionName, StatementId);
    return statement && { Action: statement['Action'] };
  },
  update: async () => undefined,
  delete: async (StatementId, { call }, { FunctionName }) => {
    await unlessAbsent(call('lambda', 'RemovePermission', { FunctionName, StatementId }));
  },
});

async function statementOf(
  call: ServiceCalls,
  FunctionName: string,
  StatementId: string,
): Promise<Readonly<Record<string, unknown>> | undefined> {
  const found = await unlessAbsent(call('lambda', 'GetPolicy', { FunctionName }));
  const policy: unknown = JSON.parse(found?.Policy ?? '{}');
  const statements = isRecord(policy) && Array.isArray(policy['Statement']) ? policy['Statement'] : [];
  return statements.filter(isRecord).find(({ Sid }) => Sid === StatementId);
}
