import { createHash, randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { domainName, productParameter } from '../../core/naming/names.ts';
import type { ManifestPointer, ProductManifest } from '../../core/pipeline/manifest.ts';
import type { Grove } from './grove.ts';

/**
 * Deploys changed manifests of `shop.sales` as CloudFormation would: each time a table that does not exist yet,
 * then one more column in it. Answers the reason that CloudFormation would show.
 */
export function provisionProbe(grove: Grove): () => Promise<string> {
  let count = 0;
  return async () => {
    count += 1;
    const manifest = await currentManifest(grove);
    const glueTable = `probe${count}_v1`;
    const made = withTable(manifest, glueTable, []);
    const grown = withTable(manifest, glueTable, ['noted']);
    return (await provision(grove, made)) || (await provision(grove, grown));
  };
}

async function currentManifest({ clients, names }: Grove): Promise<ProductManifest> {
  const { Parameter } = await new SSMClient(clients).send(
    new GetParameterCommand({ Name: productParameter(names, 'shop', 'sales', 1) }),
  );
  // Written by our own synthesis, as is the manifest.
  const { bucket, key } = JSON.parse(Parameter?.Value ?? '') as ManifestPointer;
  const { Body } = await new S3Client(clients).send(new GetObjectCommand({ Bucket: bucket, Key: key }));
  return JSON.parse((await Body?.transformToString()) ?? '') as ProductManifest;
}

function withTable(
  manifest: ProductManifest,
  glueTable: string,
  columns: readonly string[],
): ProductManifest {
  return {
    ...manifest,
    tables: manifest.tables.map((table) => ({
      ...table,
      glueTable,
      location: table.location.replace('/sales/', `/sales/${glueTable}/`),
      columns: [
        ...table.columns,
        ...columns.flatMap((name) =>
          table.columns.slice(-1).map((last) => ({ ...last, name, required: false })),
        ),
      ],
    })),
  };
}

async function provision(grove: Grove, manifest: ProductManifest): Promise<string> {
  const { clients, names, account } = grove;
  const text = JSON.stringify(manifest);
  const sha256 = createHash('sha256').update(text).digest('hex');
  const at = { Bucket: `cdk-hnb659fds-assets-${account}-${names.region}`, Key: `${sha256}.json` };
  await new S3Client(clients).send(new PutObjectCommand({ ...at, Body: text }));
  return await answered(async (ResponseURL) => {
    await new LambdaClient(clients).send(
      new InvokeCommand({
        FunctionName: domainName(names, 'shop', 'provision-table'),
        Payload: JSON.stringify({
          RequestType: 'Create',
          ResponseURL,
          StackId: 'arn:aws:cloudformation:probe',
          RequestId: randomUUID(),
          LogicalResourceId: 'Tables',
          ResourceType: 'Custom::Tables',
          ResourceProperties: { bucket: at.Bucket, key: at.Key, sha256, version: '1.0.0' },
        }),
      }),
    );
  });
}

/** Stands where CloudFormation takes answers of custom resources; the reason of a failure, or nothing. */
async function answered(ask: (url: string) => Promise<void>): Promise<string> {
  let body = '';
  const server = createServer((request, response) => {
    request.setEncoding('utf8').on('data', (text: string) => {
      body += text;
    });
    request.on('end', () => response.end());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // A server that listens on TCP has an address of this form.
  const { port } = server.address() as AddressInfo;
  try {
    await ask(`http://127.0.0.1:${port}/`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
  const { Status, Reason = '' } = JSON.parse(body) as { readonly Status: string; readonly Reason?: string };
  return Status === 'SUCCESS' ? '' : Reason;
}
