import { offence } from '../property.ts';
import type { TemplateRule } from '../template-rule.ts';

/** @see https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html */
const RUNTIMES: ReadonlySet<unknown> = new Set(['nodejs24.x', 'nodejs22.x', 'python3.13', 'python3.14']);

export const runsASupportedRuntime: TemplateRule = {
  id: 'F-2',
  statement: 'A function runs on a runtime that AWS supports',
  fix: 'use `Runtime.NODEJS_24_X`',
  source: 'Security Hub Lambda.2',
  types: ['AWS::Lambda::Function'],
  check: ({ properties: { Runtime } }) => (RUNTIMES.has(Runtime) ? [] : [offence('Runtime', Runtime)]),
  examples: [
    { name: 'Node 24', expect: 'holds', resources: functionOn('nodejs24.x') },
    { name: 'Node 18', expect: 'breaks', resources: functionOn('nodejs18.x') },
  ],
};

function functionOn(Runtime: string) {
  return { Function: { Type: 'AWS::Lambda::Function', Properties: { Runtime } } };
}
