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

  /** What scans of manifests do: they are recorded, seen again, and read once to connect. */
  grantRecords(grantee: IGrantable): void {
    this.grant(grantee, ['GetItem', 'PutItem', 'UpdateItem', 'BatchWriteItem'], []);
  }

  /** What functions/storage asks of the table: items by key, queries of one partition, the two indexes it lists by; no scan of the table. */
  grantImages(grantee: IGrantable): void {
    this.grant(grantee, [...itemActions, 'Query'], ['gsi1', 'gsi2']);
  }

  /** What dead letters ask: rows are read and put back as failed. */
  grantImageScans(grantee: IGrantable): void {
    this.grant(grantee, ['GetItem', 'PutItem'], []);
  }

  /** All of that, and the lists of what is due. */
  grantDue(grantee: IGrantable): void {
    this.grant(grantee, [...itemActions, 'Query'], ['gsi1', 'gsi2', 'gsi3']);
  }

  /** What checking an API key asks: its item, and the time of its last use. */
  grantKeyChecks(grantee: IGrantable): void {
    this.grant(grantee, ['GetItem', 'UpdateItem'], [], {
      conditions: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['SYS#KEY#*'] } },
    });
  }

  private grant(
    grantee: IGrantable,
    actions: readonly string[],
    listed: readonly string[],
    limits: Pick<PolicyStatementProps, 'conditions'> = {},
  ): void {
    const { tableArn, encryptionKey } = this.table;
    const { region, urlSuffix } = Stack.of(this);
    grant(grantee, { actions: actions.map((action) => `dynamodb:${action}`), resources: [tableArn], ...limits });
    const resources = listed.map((name) => `${tableArn}/index/${name}`);
    if (resources.length > 0) grant(grantee, { actions: ['dynamodb:Query'], resources });
    if (encryptionKey === undefined) return;
    grant(grantee, {
      actions: keyActions.map((action) => `kms:${action}`),
      resources: [encryptionKey.keyArn],
      conditions: { StringEquals: { 'kms:ViaService': `dynamodb.${region}.${urlSuffix}` } },
    });
  }
}
