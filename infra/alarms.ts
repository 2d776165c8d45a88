import { Alarm, ComparisonOperator, type IMetric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';

interface AlarmsProps {
  watches: Readonly<Record<string, Watch>>;
  email: string | undefined;
}

/** What an operator should look at. */
export interface Watch {
  metric: IMetric;
  above: number;
  /** how many of the last periods must be above */
  periods?: number;
  /** no word of it is as bad */
  isMissed?: boolean;
  says: string;
}

/** One alarm for each thing an operator should look at; with an e-mail address they also send. */
export class Alarms extends Construct {
  constructor(scope: Construct, id: string, props: AlarmsProps) {
    super(scope, id);
    const topic = props.email === undefined ? undefined : new Topic(this, 'Topic', { enforceSSL: true });
    if (props.email !== undefined) topic?.addSubscription(new EmailSubscription(props.email));
    for (const [name, { metric, above, periods = 1, isMissed = false, says }] of Object.entries(props.watches)) {
      const alarm = new Alarm(this, name, {
        metric,
        threshold: above,
        evaluationPeriods: periods,
        comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
        treatMissingData: isMissed ? TreatMissingData.BREACHING : TreatMissingData.NOT_BREACHING,
        alarmDescription: says,
      });
      if (topic !== undefined) alarm.addAlarmAction(new SnsAction(topic));
    }
  }
}
