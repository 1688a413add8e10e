import type { DeleteParameterCommandInput, DeleteParameterCommandOutput } from '@aws-sdk/client-ssm';
import { defineOperation } from '../../../cloud/operation.ts';
import { findParameter, onParameter } from '../parameter.ts';
import { parameters } from '../store.ts';

export const deleteParameter = defineOperation<DeleteParameterCommandInput, DeleteParameterCommandOutput>({
  service: 'ssm',
  name: 'DeleteParameter',
  authorize: ({ Name }, context) => [onParameter('DeleteParameter', Name, context)],
  handle: ({ Name }, context) => {
    parameters(context.cloud).delete(context, findParameter(context, Name).name);
    return {};
  },
});
