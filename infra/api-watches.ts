import { Duration } from 'aws-cdk-lib';
import type { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { Operation, type Table } from 'aws-cdk-lib/aws-dynamodb';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { Watch } from './alarms.ts';

interface Watched {
  lambda: IFunction;
  api: HttpApi;
  table: Table;
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

/** The HTTP API, the function behind most of it and the table. */
export const apiWatches = ({ lambda, api, table }: Watched): Record<string, Watch> => ({
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
    metric: ownMetric('ScanNotStored', 'Sum', period),
    above: 0,
    says: 'Scans were answered with `Drydock-Stored: false`; the log says why.',
  },
});

/** What the functions write as embedded metric format. */
export const ownMetric = (metricName: string, statistic: string, every: Duration): Metric =>
  new Metric({ namespace: 'drydock', metricName, dimensionsMap: { service: 'drydock' }, statistic, period: every });
