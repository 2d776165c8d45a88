import type { Duration } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { CfnSchedule } from 'aws-cdk-lib/aws-scheduler';
import { Construct } from 'constructs';

interface ScheduleProps {
  every: Duration;
  target: IFunction;
  description: string;
}

/** Calls a function again and again; it may be called twice for one turn. */
export class Schedule extends Construct {
  constructor(scope: Construct, id: string, { every, target, description }: ScheduleProps) {
    super(scope, id);
    const role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('scheduler.amazonaws.com') });
    role.addToPolicy(new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [target.functionArn] }));
    const minutes = every.toMinutes();
    new CfnSchedule(this, 'Schedule', {
      description,
      flexibleTimeWindow: { mode: 'OFF' },
      scheduleExpression: `rate(${minutes} ${minutes === 1 ? 'minute' : 'minutes'})`,
      target: {
        arn: target.functionArn,
        roleArn: role.roleArn,
        // A turn that cannot be had is made good by the next one.
        retryPolicy: { maximumEventAgeInSeconds: 60, maximumRetryAttempts: 1 },
      },
    });
  }
}
