import { RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, BillingMode, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import { acknowledge } from '../../validation/acknowledge.ts';

export type RegistryProps = {
  readonly tableName: string;
  readonly encryptionKey: IKey;
  readonly removalPolicy: RemovalPolicy;
};

/** Runs, leases and heads of a domain's products; keys as in `core/pipeline/run.ts`. */
export class Registry extends Table {
  constructor(scope: Construct, id: string, props: RegistryProps) {
    super(scope, id, {
      tableName: props.tableName,
      partitionKey: { name: 'pk', type: AttributeType.STRING },
      sortKey: { name: 'sk', type: AttributeType.STRING },
      billingMode: BillingMode.PAY_PER_REQUEST,
      encryption: TableEncryption.CUSTOMER_MANAGED,
      encryptionKey: props.encryptionKey,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: props.removalPolicy === RemovalPolicy.RETAIN,
      removalPolicy: props.removalPolicy,
    });
    acknowledge(
      this,
      'NIST.800.53.R5-DynamoDBInBackupPlan',
      'point-in-time recovery restores any second of the last 35 days; what is older than that is in the ledger, and a plan of AWS Backup would be the account’s to make',
    );
  }
}
