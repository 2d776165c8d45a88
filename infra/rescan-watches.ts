import { Duration } from 'aws-cdk-lib';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { Watch } from './alarms.ts';
import { ownMetric } from './api-watches.ts';
import type { DoorbellQueue } from './doorbell-queue.ts';

interface Watched {
  planner: IFunction;
  rematcher: IFunction;
  notifier: IFunction;
  batches: DoorbellQueue;
  messages: DoorbellQueue;
}

const period = Duration.minutes(5);
const minute = 60;
const hours = Duration.hours;
/** When functions/notify/overdue.ts tells subscribers; a test compares. */
const overdueHours = 72;

/** Rescans and what is told of them. */
export const rescanWatches = (watched: Watched): Record<string, Watch> => {
  const { planner, rematcher, notifier, batches, messages } = watched;
  return {
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
    MessageQueueAge: {
      metric: messages.queue.metricApproximateAgeOfOldestMessage({ period }),
      above: 15 * minute,
      says: 'Messages wait for the notifier for more than a quarter of an hour.',
    },
    MessageDeadLetters: {
      metric: messages.dead.metricApproximateNumberOfMessagesVisible({ period }),
      above: 0,
      says: 'A doorbell of the notifier was rung too often; the log of the notifier says why.',
    },
    RescansOverdue: {
      metric: ownMetric('OldestRescanHours', 'Maximum', hours(3)),
      above: overdueHours,
      isMissed: true,
      says: 'Watched images were not matched again for three days, or nobody looked whether they were for hours.',
    },
    RescanDisagreements: {
      metric: ownMetric('RescanDisagreements', 'Sum', Duration.days(1)),
      above: 0,
      says: 'The same image and the same database gave two results: one of them was wrong; the log of the worker names it.',
    },
  };
};
