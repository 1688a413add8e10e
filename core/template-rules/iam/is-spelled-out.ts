import { POLICY_TYPES, statementsOf } from '../policy-statement.ts';
import { offence } from '../property.ts';
import { isProven } from '../resolve-template.ts';
import type { TemplateRule } from '../template-rule.ts';
import { roleThatMay } from './role-example.ts';

export const isSpelledOut: TemplateRule = {
  id: 'I-0',
  statement: 'A policy can be read from the template alone: who, what and on which resource',
  fix: 'write names that the mesh computes, or references within the stack; no parameters and no imports',
  source: 'what cannot be resolved cannot be proven',
  types: POLICY_TYPES,
  check: (resource) =>
    statementsOf(resource).flatMap(({ at, actions, resources, principals, conditions }) =>
      [...actions, ...resources, ...principals, ...conditions.flatMap(({ values }) => values)]
        .filter((value) => !isProven(value))
        .map((value) => offence(at, value)),
    ),
  examples: [
    {
      name: 'a name',
      expect: 'holds',
      resources: roleThatMay({ Action: 's3:GetObject', Resource: 'arn:aws:s3:::a/b' }),
    },
    {
      name: 'a parameter',
      expect: 'breaks',
      resources: roleThatMay({ Action: 's3:GetObject', Resource: { 'Fn::Sub': 'arn:aws:s3:::${Given}/*' } }),
    },
    {
      name: 'an import',
      expect: 'breaks',
      resources: roleThatMay({ Action: 's3:GetObject', Resource: { 'Fn::ImportValue': 'other' } }),
    },
  ],
};
