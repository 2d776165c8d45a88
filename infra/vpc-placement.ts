import { Validations } from 'aws-cdk-lib';
import { Policy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { CfnFunction, Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { Settings } from './settings.ts';

const interfaceActions = [
  'CreateNetworkInterface',
  'DescribeNetworkInterfaces',
  'DescribeSubnets',
  'DeleteNetworkInterface',
];

/** Puts a function into subnets that are there, for registries that are reached from there; outside of any VPC when none are named. */
export function placeInVpc(lambda: LambdaFunction, { vpcSubnets, vpcSecurityGroups }: Settings): void {
  if (vpcSubnets.length === 0) return;
  const policy = new Policy(lambda, 'NetworkInterfaces', {
    statements: [new PolicyStatement({ actions: interfaceActions.map((name) => `ec2:${name}`), resources: ['*'] })],
  });
  policy.attachToRole(lambda.role!);
  Validations.of(policy).acknowledge({
    id: 'AwsSolutions-IAM5[Resource::*]',
    reason: 'Lambda makes the network interfaces of a function with its role, and their names are not known before.',
  });
  const resource = lambda.node.defaultChild as CfnFunction;
  resource.vpcConfig = { subnetIds: vpcSubnets, securityGroupIds: vpcSecurityGroups };
  // Lambda checks the rights when the function is made.
  resource.node.addDependency(policy);
}
