import { CustomResource } from 'aws-cdk-lib';
import { CfnDatabase, CfnTable } from 'aws-cdk-lib/aws-glue';
import { Construct } from 'constructs';
import {
  keysDatabase,
  TOKEN_KEY_OBJECT,
  TOKEN_KEY_PREFIX,
  TOKEN_KEY_TABLE,
} from '../../../core/naming/names.ts';
import type { DomainScope } from '../../domain-scope.ts';
import { JSON_FORMAT } from './landing-table.ts';

export type TokenKeyProps = { readonly domain: DomainScope };

/**
 * The key with which a domain's tokens are made: one row, written once by `provision-table`, in a database that has
 * no LF-Tag, so that no grant by tags reaches it.
 */
export class TokenKey extends Construct {
  constructor(scope: Construct, id: string, { domain }: TokenKeyProps) {
    super(scope, id);
    const name = keysDatabase(domain.domain.name);
    const bucket = domain.bucket('products');
    const database = new CfnDatabase(this, 'Database', {
      catalogId: domain.account,
      databaseName: name,
      databaseInput: {
        name,
        description: `${domain.domain.title}: the key of its tokens`,
        createTableDefaultPermissions: [],
        locationUri: `s3://${bucket}/${TOKEN_KEY_PREFIX}`,
      },
    });
    const table = new CfnTable(this, 'Table', {
      catalogId: domain.account,
      databaseName: name,
      name: TOKEN_KEY_TABLE,
      tableInput: {
        name: TOKEN_KEY_TABLE,
        description: 'The key, mixed with the pads of HMAC-SHA256, in base64',
        tableType: 'EXTERNAL_TABLE',
        parameters: { EXTERNAL: 'TRUE', ...JSON_FORMAT.parameters },
        storageDescriptor: {
          columns: ['inner_pad', 'outer_pad'].map((column) => ({ name: column, type: 'string' })),
          location: `s3://${bucket}/${TOKEN_KEY_PREFIX}`,
          ...JSON_FORMAT.storage,
        },
      },
    });
    table.addResourceDependency(database);
    new CustomResource(this, 'Key', {
      resourceType: 'Custom::FreeholdTokenKey',
      serviceToken: domain.functionArn('provision-table'),
      properties: { tokenKeyBucket: bucket, tokenKeyObject: TOKEN_KEY_OBJECT },
    });
  }
}
