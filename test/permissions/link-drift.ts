import { DeleteDatabaseCommand, GlueClient } from '@aws-sdk/client-glue';
import {
  GrantPermissionsCommand,
  LakeFormationClient,
  RevokePermissionsCommand,
} from '@aws-sdk/client-lakeformation';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { domainName, roleArn } from '../../core/naming/names.ts';
import { clientSettings, type Grove } from './grove.ts';
import { handworkerSettings } from './lake-drift.ts';

/** The producer in another account that `shop` reads. */
const PRODUCER = 'forest';

export type LinkDrift = {
  /** The link goes, while the producer shares. */
  readonly loseLink: () => Promise<void>;
  /** The link stays, and the producer shares nothing. */
  readonly loseShare: () => Promise<void>;
  /** As it was declared. */
  readonly mend: () => Promise<void>;
};

/** Undoes by hand what makes the link of `shop` to its producer right, on either side of it. */
export async function linkDrift(grove: Grove): Promise<LinkDrift> {
  const { names, account, accountOf, connection } = grove;
  const own = await handworkerSettings(grove, 'shop');
  const lake = new LakeFormationClient(own);
  const glue = new GlueClient(own);
  const producer = new LakeFormationClient(await handworkerSettings(grove, PRODUCER));
  const mayDrop = new GrantPermissionsCommand({
    Principal: { DataLakePrincipalIdentifier: `arn:aws:iam::${account}:role/handworker` },
    Resource: { Database: { Name: PRODUCER } },
    Permissions: ['DROP'],
  });
  const unshare = new RevokePermissionsCommand({
    Principal: { DataLakePrincipalIdentifier: roleArn(names, 'shop', account, 'reconciler') },
    Resource: { Table: { DatabaseName: PRODUCER, Name: 'harvest_v1' } },
    Permissions: ['DESCRIBE'],
  });
  const sweep = async (domain: string): Promise<void> => {
    const client = new LambdaClient(clientSettings(connection, accountOf(domain)));
    const FunctionName = domainName(names, domain, 'enforce-policies');
    await client.send(new InvokeCommand({ FunctionName, Payload: '{}' }));
  };
  const mend = async (): Promise<void> => {
    await sweep(PRODUCER);
    await sweep('shop');
  };
  return {
    loseLink: async () => {
      await unlessLost(lake.send(mayDrop));
      await unlessLost(glue.send(new DeleteDatabaseCommand({ Name: PRODUCER })));
    },
    loseShare: async () => {
      await producer.send(unshare);
    },
    mend,
  };
}

/** Without a permission, the sweep before could not mend it. */
async function unlessLost(call: Promise<unknown>): Promise<void> {
  await call.catch((error: unknown) => {
    if (!(error instanceof Error && error.name === 'EntityNotFoundException')) throw error;
  });
}
