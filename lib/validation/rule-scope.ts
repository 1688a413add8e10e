import { type PolicyValidationStack, RemovalPolicy } from 'aws-cdk-lib';
import type { RuleScope } from '../../core/template-rules/template-rule.ts';
import { accountOf, type MeshScope } from '../mesh-scope.ts';

type Stack = Pick<PolicyValidationStack, 'stackConstructPath' | 'accountId'>;

/** Says whose stack it is: the first part of its construct's path is the domain. */
export function ruleScopes(mesh: MeshScope): (stack: Stack) => RuleScope {
  const domains = mesh.mesh.domains.map(({ name }) => accountOf(mesh, name));
  const accounts = new Set([mesh.environment.platformAccount, ...domains]);
  const givesUpData = mesh.removalPolicy === RemovalPolicy.DESTROY;
  return ({ stackConstructPath, accountId }) => {
    const [domain = ''] = stackConstructPath.split('/');
    const account = accountId ?? accountOf(mesh, domain);
    return { names: mesh.names, domain, account, accounts, givesUpData };
  };
}
