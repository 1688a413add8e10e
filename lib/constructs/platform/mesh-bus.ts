import { CfnArchive, CfnEventBus, CfnEventBusPolicy } from 'aws-cdk-lib/aws-events';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { busArn, busName, stackName } from '../../../core/naming/names.ts';
import { type MeshScope, PLATFORM_DOMAIN } from '../../mesh-scope.ts';
import { membersOf, onlyAsRole } from './members.ts';

export type MeshBusProps = { readonly mesh: MeshScope };

const ARCHIVE_DAYS = 90;
const STATEMENT_ID = 'hear-the-domains';

/** The bus that hears every domain; what it heard is archived beside it. */
export class MeshBus extends CfnEventBus {
  constructor(scope: Construct, id: string, { mesh }: MeshBusProps) {
    const { names, environment } = mesh;
    const name = busName(names, PLATFORM_DOMAIN);
    const arn = busArn(names, PLATFORM_DOMAIN, environment.platformAccount);
    super(scope, id, { name, description: `What happens in the mesh ${names.mesh}` });
    new CfnArchive(scope, 'Archive', {
      archiveName: stackName(names, 'archive').slice(0, 48),
      sourceArn: arn,
      retentionDays: ARCHIVE_DAYS,
    }).addResourceDependency(this);
    new CfnEventBusPolicy(scope, 'Hear', {
      eventBusName: name,
      statementId: STATEMENT_ID,
      statement: hearForwarders(mesh, arn).toStatementJson(),
    }).addResourceDependency(this);
  }
}

/** EventBridge writes the sender's account into each event, so that none speaks for another. */
function hearForwarders(mesh: MeshScope, arn: string): PolicyStatement {
  const { principals, equals } = membersOf(mesh);
  return new PolicyStatement({
    sid: STATEMENT_ID,
    principals: [...principals],
    actions: ['events:PutEvents'],
    resources: [arn],
    conditions: {
      StringEquals: { 'events:source': 'freehold', ...equals },
      ...onlyAsRole(mesh, 'forwarder'),
    },
  });
}
