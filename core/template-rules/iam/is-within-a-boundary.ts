import { domainName } from '../../naming/names.ts';
import { offence, texts } from '../property.ts';
import type { RuleResource, RuleScope, TemplateRule } from '../template-rule.ts';
import { roleWith } from './role-example.ts';

const KINDS = ['people', 'pipeline', 'function', 'grants'] as const;
const POLICY = 'arn:aws:iam::111111111111:policy';

export const isWithinABoundary: TemplateRule = {
  id: 'I-6',
  statement: 'A role of a domain has a permissions boundary of its own domain',
  fix: 'make it below a stack that calls `applyBoundary`',
  source: 'AWS’s guide to permissions boundaries',
  types: ['AWS::IAM::Role'],
  check: (role, { scope }) => {
    const [boundary = 'none'] = texts(role.properties['PermissionsBoundary']);
    const isOwn = ownersOf(role, scope).some((owner) =>
      KINDS.some((kind) => boundary === `arn:aws:iam::${scope.account}:policy/${owner}-${kind}-boundary`),
    );
    return isOwn ? [] : [offence('PermissionsBoundary', boundary)];
  },
  examples: [
    {
      name: 'its domain’s',
      expect: 'holds',
      resources: roleWith({ PermissionsBoundary: `${POLICY}/acme-prod-sales-function-boundary` }),
    },
    {
      name: 'its domain’s, as a reconciler among others',
      expect: 'holds',
      resources: roleWith({
        RoleName: 'acme-prod-sales-eu-reconciler',
        PermissionsBoundary: `${POLICY}/acme-prod-sales-eu-grants-boundary`,
      }),
    },
    { name: 'none', expect: 'breaks', resources: roleWith({}) },
    {
      name: 'another domain’s',
      expect: 'breaks',
      resources: roleWith({ PermissionsBoundary: `${POLICY}/acme-prod-finance-function-boundary` }),
    },
  ],
};

/** The template's domain; reconcilers of all domains of an account stand in one stack, and are called so. */
function ownersOf({ properties }: RuleResource, { names, domain }: RuleScope): readonly string[] {
  const reconciler = /^(?<owner>.+)-reconciler$/.exec(String(properties['RoleName']))?.groups?.['owner'];
  const own = domainName(names, domain, '').replace(/-$/, '');
  return reconciler === undefined ? [own] : [reconciler];
}
