import { Stack, Validations } from 'aws-cdk-lib';
import { Policy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';

const host = /^(\d{12})\.dkr\.ecr(?:-fips)?\.([a-z0-9-]+)\.amazonaws\.com(?:\.cn)?$/;

/** Reading the repositories of listed registries of ECR, by their hosts; nothing when there are none. */
export function grantEcr(lambda: LambdaFunction, registries: readonly string[]): void {
  if (registries.length === 0) return;
  const { partition } = Stack.of(lambda);
  const repositories = registries.map((name) => {
    const [, account, region] = host.exec(name)!;
    return `${region}:${account}:repository/*`;
  });
  const arns = repositories.map((name) => `arn:${partition}:ecr:${name}`);
  const policy = new Policy(lambda, 'Ecr', {
    statements: [
      new PolicyStatement({ actions: ['ecr:GetAuthorizationToken'], resources: ['*'] }),
      new PolicyStatement({ actions: ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'], resources: arns }),
    ],
  });
  policy.attachToRole(lambda.role!);
  const wide = ['*', ...repositories.map((name) => `arn:<AWS::Partition>:ecr:${name}`)];
  for (const resource of wide) {
    Validations.of(policy).acknowledge({
      id: `AwsSolutions-IAM5[Resource::${resource}]`,
      reason: 'ECR gives tokens for no resource in particular, and the operator listed whole registries to be scanned.',
    });
  }
}
