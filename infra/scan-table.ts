import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import { AttributeType, BillingMode, ProjectionType, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import type { IGrantable } from 'aws-cdk-lib/aws-iam';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';

interface ScanTableProps {
  customerManagedKey: boolean;
  deletionProtection: boolean;
}

// DynamoDB uses the key of a table on behalf of the one who calls it.
const keyActions = ['Decrypt', 'DescribeKey', 'Encrypt', 'GenerateDataKey', 'ReEncryptFrom', 'ReEncryptTo'];

const indexes = { gsi1: ProjectionType.ALL, gsi2: ProjectionType.ALL, gsi3: ProjectionType.KEYS_ONLY };

const text = (name: string) => ({ name, type: AttributeType.STRING });

/** The one table, with all of its indexes from the start: an update of a stack can add only one at a time. */
export class ScanTable extends Construct {
  readonly table: Table;

  constructor(scope: Construct, id: string, { customerManagedKey, deletionProtection }: ScanTableProps) {
    super(scope, id);
    const key = customerManagedKey
      ? {
          encryption: TableEncryption.CUSTOMER_MANAGED,
          encryptionKey: new Key(this, 'Key', { enableKeyRotation: true }),
        }
      : { encryption: TableEncryption.AWS_MANAGED };
    this.table = new Table(this, 'Table', {
      ...key,
      partitionKey: text('pk'),
      sortKey: text('sk'),
      billingMode: BillingMode.PAY_PER_REQUEST,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      timeToLiveAttribute: 'ttl',
      removalPolicy: RemovalPolicy.RETAIN,
      deletionProtection,
    });
    for (const [indexName, projectionType] of Object.entries(indexes)) {
      this.table.addGlobalSecondaryIndex({
        indexName,
        partitionKey: text(`${indexName}pk`),
        sortKey: text(`${indexName}sk`),
        projectionType,
      });
    }
  }

  /** Single items by key, and the listings; no scan, no batch, no description of the table. */
  grantScans(grantee: IGrantable): void {
    const items = ['GetItem', 'PutItem', 'UpdateItem', 'DeleteItem'].map((action) => `dynamodb:${action}`);
    const indexArns = Object.keys(indexes).map((name) => `${this.table.tableArn}/index/${name}`);
    const { grantPrincipal } = grantee;
    grantPrincipal.addToPrincipalPolicy(new PolicyStatement({ actions: items, resources: [this.table.tableArn] }));
    grantPrincipal.addToPrincipalPolicy(
      new PolicyStatement({ actions: ['dynamodb:Query'], resources: [this.table.tableArn, ...indexArns] }),
    );
    if (this.table.encryptionKey !== undefined) {
      grantPrincipal.addToPrincipalPolicy(
        new PolicyStatement({
          actions: keyActions.map((action) => `kms:${action}`),
          resources: [this.table.encryptionKey.keyArn],
          conditions: {
            StringEquals: { 'kms:ViaService': `dynamodb.${Stack.of(this).region}.${Stack.of(this).urlSuffix}` },
          },
        }),
      );
    }
  }
}
