import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import { AttributeType, BillingMode, ProjectionType, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import { type IGrantable, PolicyStatement, type PolicyStatementProps } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';

interface ScanTableProps {
  customerManagedKey: boolean;
  deletionProtection: boolean;
}

const itemActions = ['GetItem', 'BatchGetItem', 'PutItem', 'UpdateItem', 'DeleteItem', 'BatchWriteItem'];
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

  /** What functions/storage asks of the table: items by key, the two indexes it lists by; no scan of the table. */
  grantScans(grantee: IGrantable): void {
    const { tableArn, encryptionKey } = this.table;
    const { region, urlSuffix } = Stack.of(this);
    const grant = (props: PolicyStatementProps) =>
      grantee.grantPrincipal.addToPrincipalPolicy(new PolicyStatement(props));

    grant({ actions: itemActions.map((action) => `dynamodb:${action}`), resources: [tableArn] });
    grant({ actions: ['dynamodb:Query'], resources: ['gsi1', 'gsi2'].map((name) => `${tableArn}/index/${name}`) });
    if (encryptionKey === undefined) return;
    grant({
      actions: keyActions.map((action) => `kms:${action}`),
      resources: [encryptionKey.keyArn],
      conditions: { StringEquals: { 'kms:ViaService': `dynamodb.${region}.${urlSuffix}` } },
    });
  }
}
