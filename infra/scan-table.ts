import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import { AttributeType, BillingMode, ProjectionType, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import { type IGrantable, PolicyStatement, type PolicyStatementProps } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { type TableUse, tableRights } from './table-rights.ts';

interface ScanTableProps {
  customerManagedKey: boolean;
  deletionProtection: boolean;
}

// DynamoDB uses the key of a table on behalf of the one who calls it.
const keyActions = ['Decrypt', 'DescribeKey', 'Encrypt', 'GenerateDataKey', 'ReEncryptFrom', 'ReEncryptTo'];

const indexes = { gsi1: ProjectionType.ALL, gsi2: ProjectionType.ALL, gsi3: ProjectionType.KEYS_ONLY };

const grant = (grantee: IGrantable, props: PolicyStatementProps) =>
  grantee.grantPrincipal.addToPrincipalPolicy(new PolicyStatement(props));

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

  /** What a use of the table takes: items of some kinds by key, listings of some partitions of its indexes; never a scan of it. */
  grant(grantee: IGrantable, use: TableUse): void {
    const { tableArn, encryptionKey } = this.table;
    const { region, urlSuffix } = Stack.of(this);
    for (const { index, actions, leadingKeys } of tableRights(use)) {
      grant(grantee, {
        actions,
        resources: [index === undefined ? tableArn : `${tableArn}/index/${index}`],
        conditions: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': leadingKeys } },
      });
    }
    if (encryptionKey === undefined) return;
    grant(grantee, {
      actions: keyActions.map((action) => `kms:${action}`),
      resources: [encryptionKey.keyArn],
      conditions: { StringEquals: { 'kms:ViaService': `dynamodb.${region}.${urlSuffix}` } },
    });
  }
}
