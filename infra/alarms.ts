import { Duration } from 'aws-cdk-lib';
import type { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { Alarm, ComparisonOperator, type IMetric, Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Operation, type Table } from 'aws-cdk-lib/aws-dynamodb';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';

interface AlarmsProps {
  lambda: IFunction;
  api: HttpApi;
  table: Table;
  email: string | undefined;
}

interface Watch {
  metric: IMetric;
  above: number;
  /** how many of the last periods must be above */
  periods?: number;
  says: string;
}

const period = Duration.minutes(5);
const usedOperations = [
  Operation.GET_ITEM,
  Operation.PUT_ITEM,
  Operation.UPDATE_ITEM,
  Operation.DELETE_ITEM,
  Operation.BATCH_GET_ITEM,
  Operation.BATCH_WRITE_ITEM,
  Operation.QUERY,
];

const watches = ({ lambda, api, table }: AlarmsProps): Record<string, Watch> => ({
  Errors: {
    metric: lambda.metricErrors({ period }),
    above: 0,
    says: 'The function crashed or ran out of time; a refused manifest is no error.',
  },
  Throttles: {
    metric: lambda.metricThrottles({ period }),
    above: 0,
    says: 'Lambda refused requests: the concurrency of the account or of the function is used up.',
  },
  SlowAnswers: {
    metric: lambda.metricDuration({ period, statistic: 'p99' }),
    above: 2_000,
    periods: 3,
    says: 'One answer in a hundred took the function more than two seconds, three times in a row.',
  },
  ServerErrors: {
    metric: api.metricServerError({ period, statistic: 'Sum' }),
    above: 0,
    says: 'The API answered 5xx.',
  },
  TableThrottles: {
    metric: table.metricThrottledRequestsForOperations({ operations: usedOperations, period }),
    above: 0,
    says: 'The table refused requests: scans are answered, but some are not stored.',
  },
  NotStored: {
    metric: new Metric({
      namespace: 'drydock',
      metricName: 'ScanNotStored',
      dimensionsMap: { service: 'drydock' },
      statistic: 'Sum',
      period,
    }),
    above: 0,
    says: 'Scans were answered with `Drydock-Stored: false`; the log says why.',
  },
});

/** One alarm for each thing an operator should look at; with an e-mail address they also send. */
export class Alarms extends Construct {
  constructor(scope: Construct, id: string, props: AlarmsProps) {
    super(scope, id);
    const topic = props.email === undefined ? undefined : new Topic(this, 'Topic', { enforceSSL: true });
    if (props.email !== undefined) topic?.addSubscription(new EmailSubscription(props.email));
    for (const [name, { metric, above, periods = 1, says }] of Object.entries(watches(props))) {
      const alarm = new Alarm(this, name, {
        metric,
        threshold: above,
        evaluationPeriods: periods,
        comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
        treatMissingData: TreatMissingData.NOT_BREACHING,
        alarmDescription: says,
      });
      if (topic !== undefined) alarm.addAlarmAction(new SnsAction(topic));
    }
  }
}
