import { MeshError } from '../../errors/mesh-error.ts';
import { catalogStatements } from './catalog-statements.ts';
import { computeStatements } from './compute-statements.ts';
import { ExecutionArns, type ExecutionScope } from './execution-scope.ts';
import type { ExecutionStatement } from './execution-statement.ts';
import { identityStatements } from './identity-statements.ts';
import { monitoringStatements } from './monitoring-statements.ts';
import { storageStatements } from './storage-statements.ts';

/** A managed policy for CloudFormation's execution role. */
export type ExecutionPolicy = {
  readonly name: string;
  readonly document: PolicyDocument;
};

export type PolicyDocument = {
  readonly Version: '2012-10-17';
  readonly Statement: readonly DocumentStatement[];
};

type DocumentStatement = {
  readonly Sid: string;
  readonly Effect: 'Allow';
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
  readonly Condition?: ExecutionStatement['conditions'];
};

/** Limits of IAM: characters of a managed policy without white space, and policies of a role. */
export const CHARACTERS_MAX = 6_144;
const POLICIES_MAX = 10;

const GROUPS = {
  storage: storageStatements,
  compute: computeStatements,
  catalog: catalogStatements,
  identity: identityStatements,
  monitoring: monitoringStatements,
} as const;

/**
 * What CloudFormation may do in an account for the stacks of a mesh in one environment, as managed policies for
 * `cdk bootstrap --cloudformation-execution-policies`: in place of AdministratorAccess, which is the default.
 */
export function executionPolicies(scope: ExecutionScope): readonly ExecutionPolicy[] {
  refuseNameOfBootstrap(scope);
  const policies = Object.entries(executionStatements(scope)).flatMap(([group, statements]) => {
    const documents = pack(statements.map(toDocument));
    const number = (index: number): string => (documents.length === 1 ? '' : `-${index + 1}`);
    return documents.map((document, index) => ({
      name: `${scope.mesh}-${scope.environment}-execution-${group}${number(index)}`,
      document,
    }));
  });
  refuseTooLarge(policies);
  return policies;
}

function refuseTooLarge(policies: readonly ExecutionPolicy[]): void {
  const large = policies.find(({ document }) => policyCharacters(document) > CHARACTERS_MAX);
  if (!large && policies.length <= POLICIES_MAX) return;
  const message = large
    ? `the policy ${large.name} has ${policyCharacters(large.document)} characters, and AWS allows ${CHARACTERS_MAX}`
    : `the execution role needs ${policies.length} policies, and AWS attaches ${POLICIES_MAX} to a role`;
  const hint = 'leave out --known-domains: then one pattern stands for all databases';
  throw new MeshError(message, { code: 'ExecutionPolicyTooLarge', hint });
}

/** The statements by the group that becomes a policy. */
export function executionStatements(
  scope: ExecutionScope,
): Readonly<Record<string, readonly ExecutionStatement[]>> {
  const arns = new ExecutionArns(scope);
  return Object.fromEntries(Object.entries(GROUPS).map(([group, statements]) => [group, statements(arns)]));
}

/** Names that begin as those of the CDK's own roles do would let CloudFormation change itself. */
function refuseNameOfBootstrap({ mesh, environment }: ExecutionScope): void {
  if (!`${mesh}-${environment}-`.startsWith('cdk-hnb659fds-')) return;
  throw new MeshError(
    `the names of the mesh "${mesh}" in the environment "${environment}" begin as those of the CDK's own roles do`,
    {
      code: 'ExecutionPolicyUnsafe',
      hint: 'rename the mesh or the environment: CloudFormation could change its own role',
    },
  );
}

function toDocument({ sid, actions, resources, conditions }: ExecutionStatement): DocumentStatement {
  return {
    Sid: sid,
    Effect: 'Allow',
    Action: actions.toSorted(),
    Resource: resources,
    ...(conditions && { Condition: conditions }),
  };
}

/** As few documents as they fit into, in their order. */
function pack(statements: readonly DocumentStatement[]): readonly PolicyDocument[] {
  const documents: PolicyDocument[] = [];
  for (const statement of statements) {
    const last = documents.at(-1)?.Statement ?? [];
    const longer = documentOf([...last, statement]);
    if (last.length > 0 && policyCharacters(longer) <= CHARACTERS_MAX) documents.splice(-1, 1, longer);
    else documents.push(documentOf([statement]));
  }
  return documents;
}

const documentOf = (Statement: readonly DocumentStatement[]): PolicyDocument => ({
  Version: '2012-10-17',
  Statement,
});

/** As IAM counts them. */
export function policyCharacters(document: PolicyDocument): number {
  return JSON.stringify(document).replaceAll(/\s/g, '').length;
}
