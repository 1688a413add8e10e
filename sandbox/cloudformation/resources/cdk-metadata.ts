import { z } from 'zod';
import { defineProvider } from '../define-provider.ts';
import { generatedName } from '../generated-name.ts';

/** Analytics of the CDK itself: nothing is made, as on AWS. */
export const cdkMetadata = defineProvider({
  type: 'AWS::CDK::Metadata',
  properties: z.looseObject({}),
  createOnly: [],
  createsAgain: true,
  create: async (_properties, context) => ({ physicalId: generatedName(context), attributes: {} }),
  read: async () => ({}),
  update: async () => undefined,
  delete: async () => undefined,
});
