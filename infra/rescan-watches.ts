import { Duration } from 'aws-cdk-lib';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { Watch } from './alarms.ts';
import { ownMetric } from './api-watches.ts';
import type { BatchQueue } from './batch-queue.ts';

interface Watched {
  planner: IFunction;
  rematcher: IFunction;
  notifier: IFunction;
  batches: BatchQueue;
}

const period = Duration.minutes(5);
const minute = 60;

/** Rescans and what is told of them. */
export const rescanWatches = ({ planner, rematcher, notifier, batches }: Watched): Record<string, Watch> => ({
  PlannerErrors: {
    metric: planner.metricErrors({ period }),
    above: 0,
    periods: 3,
    says: 'The planner fails: watched images are not scanned again.',
  },
  RematcherErrors: {
    metric: rematcher.metricErrors({ period }),
    above: 0,
    says: 'A worker of rescans crashed or ran out of time; its batch is delivered again.',
  },
  RescanQueueAge: {
    metric: batches.queue.metricApproximateAgeOfOldestMessage({ period }),
    above: 60 * minute,
    says: 'Images wait for their rescan for more than an hour.',
  },
  RescanDeadLetters: {
    metric: batches.dead.metricApproximateNumberOfMessagesVisible({ period }),
    above: 0,
    says: 'A batch of a rescan was delivered too often; the log of the worker says why.',
  },
  NotifierErrors: {
    metric: notifier.metricErrors({ period }),
    above: 0,
    periods: 3,
    says: 'The notifier fails: nobody is told what changed.',
  },
  MessagesNotDelivered: {
    metric: ownMetric('MessageTriesFailed', 'Sum', period),
    above: 20,
    periods: 3,
    says: 'Receivers keep refusing messages: the deliveries of their subscriptions tell why.',
  },
});
