import { Duration } from 'aws-cdk-lib';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { Watch } from './alarms.ts';
import { ownMetric } from './api-watches.ts';
import type { DoorbellQueue } from './doorbell-queue.ts';

interface Watched {
  worker: IFunction;
  refresher: IFunction;
  sweeper: IFunction;
  queue: DoorbellQueue;
}

const period = Duration.minutes(5);
const day = Duration.days(1);
const minute = 60;

/** Image scans: who does them, who keeps them going, and what they are done with. */
export const imageWatches = ({ worker, refresher, sweeper, queue }: Watched): Record<string, Watch> => ({
  WorkerErrors: {
    metric: worker.metricErrors({ period }),
    above: 0,
    says: 'A worker crashed or ran out of time; a scan that failed is no error.',
  },
  AttemptsFailed: {
    metric: ownMetric('ImageScanAttemptsFailed', 'Sum', period),
    above: 10,
    periods: 3,
    says: 'Attempts at image scans keep failing: the log tells the code of each.',
  },
  QueueAge: {
    metric: queue.queue.metricApproximateAgeOfOldestMessage({ period }),
    above: 30 * minute,
    says: 'A scan waits for more than half an hour: workers are too few, or a registry asks for patience.',
  },
  DeadLetters: {
    metric: ownMetric('ImageScanDeadLetters', 'Sum', period),
    above: 0,
    says: 'A message was given up after many deliveries, or was none of ours.',
  },
  DeadLettersWait: {
    metric: queue.dead.metricApproximateAgeOfOldestMessage({ period }),
    above: 15 * minute,
    says: 'Dead letters are not being dealt with.',
  },
  ScansGivenUp: {
    metric: ownMetric('ImageScansGivenUp', 'Sum', period),
    above: 0,
    says: 'Scans were failed by the sweeper: their workers were lost or their time was over.',
  },
  SweeperErrors: {
    metric: sweeper.metricErrors({ period }),
    above: 0,
    periods: 3,
    says: 'The sweeper fails: scans whose worker was lost stay as they are.',
  },
  RefreshFailed: {
    metric: refresher.metricErrors({ period: day }),
    above: 3,
    says: 'The vulnerability database could not be refreshed several times within a day; the last good one stays in use.',
  },
  DatabaseAge: {
    metric: ownMetric('DatabaseAgeHours', 'Maximum', Duration.hours(3)),
    above: 48,
    isMissed: true,
    says: 'The vulnerability database is older than two days, or nobody looked how old it is for hours.',
  },
});
