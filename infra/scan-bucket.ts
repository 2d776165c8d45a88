import { Duration, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import { Policy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { BlockPublicAccess, Bucket, BucketEncryption, type CfnBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';

interface ScanBucketProps {
  retentionDays: number;
}

/** The worker writes an analysis again that is used when half of it is over: functions/trivy/cache. */
export const analysisDays = 90;

/** Shelves are used for a week: functions/rescans/postings. The planner removes those that others took the place of. */
const shelfDays = 8;

type Folder = 'reports' | 'diffs' | 'analyses' | 'database' | 'shelves';
type Use = 'read' | 'write' | 'remove';
const actionOf: Record<Use, string> = { read: 's3:GetObject', write: 's3:PutObject', remove: 's3:DeleteObject' };

/** Reports, what changed between two, analyses of layers, databases, shelves of watched images: what is too large for the table. */
export class ScanBucket extends Construct {
  readonly bucket: Bucket;

  constructor(scope: Construct, id: string, { retentionDays }: ScanBucketProps) {
    super(scope, id);
    this.bucket = new Bucket(this, 'Bucket', {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      removalPolicy: RemovalPolicy.RETAIN,
      lifecycleRules: [
        // The row that leads to a report expires first.
        { id: 'reports', prefix: 'reports/', expiration: Duration.days(retentionDays + 2) },
        { id: 'diffs', prefix: 'diffs/', expiration: Duration.days(retentionDays + 2) },
        { id: 'analyses', prefix: 'analyses/', expiration: Duration.days(analysisDays) },
        { id: 'shelves', prefix: 'shelves/', expiration: Duration.days(shelfDays) },
        { id: 'uploads', abortIncompleteMultipartUploadAfter: Duration.days(1) },
      ],
    });
    const resource = this.bucket.node.defaultChild as CfnBucket;
    resource.notificationConfiguration = { eventBridgeConfiguration: { eventBridgeEnabled: true } };
    Validations.of(this.bucket).acknowledge({
      id: 'AwsSolutions-S1',
      reason:
        'Server access logs would need a second bucket; CloudTrail data events tell the same where someone wants it.',
    });
  }

  /** Some uses of the objects of some folders, and the list, without which S3 answers 403 for an object that is not there. */
  grant(lambda: LambdaFunction, uses: Partial<Record<Folder, readonly Use[]>>): void {
    const { bucketArn } = this.bucket;
    const policy = new Policy(lambda, 'Objects');
    policy.attachToRole(lambda.role!);
    policy.addStatements(new PolicyStatement({ actions: ['s3:ListBucket'], resources: [bucketArn] }));
    const name = Stack.of(this).getLogicalId(this.bucket.node.defaultChild as CfnBucket);
    for (const [folder, allowed] of Object.entries(uses)) {
      const actions = allowed.map((use) => actionOf[use]);
      policy.addStatements(new PolicyStatement({ actions, resources: [`${bucketArn}/${folder}/*`] }));
      Validations.of(policy).acknowledge({
        id: `AwsSolutions-IAM5[Resource::<${name}.Arn>/${folder}/*]`,
        reason:
          'The names of objects are made of digests and ids: a folder of the bucket is the least that can be said before.',
      });
    }
  }
}
