import { Duration } from 'aws-cdk-lib';
import { Dashboard, GraphWidget, type IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import type { Watch } from './alarms.ts';
import { ownMetric } from './api-watches.ts';

interface ScanDashboardProps {
  watches: Readonly<Record<string, Watch>>;
}

const period = Duration.minutes(5);
const counts = (...names: string[]): IMetric[] => names.map((name) => ownMetric(name, 'Sum', period));
const slowest = (name: string): IMetric => ownMetric(name, 'p99', period);
const oldest = (name: string): IMetric => ownMetric(name, 'Maximum', Duration.hours(1));

/** One page for an operator: scans, rescans, notifications, the age of the database, and what there are alarms for. */
export class ScanDashboard extends Construct {
  constructor(scope: Construct, id: string, { watches }: ScanDashboardProps) {
    super(scope, id);
    const of = (...names: string[]): IMetric[] => names.flatMap((name) => watches[name]?.metric ?? []);
    const graph = (title: string, left: IMetric[]) => new GraphWidget({ title, left, width: 12 });
    new Dashboard(this, 'Dashboard', {
      widgets: [
        [
          graph('Manifests', counts('Requests', 'Scans', 'Documents', 'ScanNotStored', 'ScanDropped')),
          graph('Times, milliseconds', [slowest('RequestTime'), slowest('ScanTime')]),
        ],
        [
          graph(
            'Image scans',
            counts(
              ...['ImageScansDone', 'ImageScanAttemptsFailed', 'ImageScansRungAgain'],
              ...['ImageScansGivenUp', 'ImageScanDeadLetters'],
            ),
          ),
          graph('Scans that wait, seconds', of('QueueAge', 'DeadLettersWait')),
        ],
        [
          graph(
            'Rescans',
            counts(
              ...['RescansStarted', 'ImagesRescanned', 'RematchesAvoided'],
              ...['RescanDisagreements', 'RescanMessagesUnknown'],
            ),
          ),
          graph('Rescans and messages that wait, seconds', of('RescanQueueAge', 'MessageQueueAge')),
        ],
        [
          graph(
            'Notifications',
            counts(
              ...['MessagesDelivered', 'MessageTriesFailed', 'SubscriptionsDisabled'],
              ...['DeliveryMessagesUnknown', 'RescansOverdue'],
            ),
          ),
          graph('Age of the database and of the oldest rescan, hours', [
            oldest('DatabaseAgeHours'),
            oldest('OldestRescanHours'),
          ]),
        ],
        [
          graph(
            'Errors',
            of('Errors', 'WorkerErrors', 'SweeperErrors', 'PlannerErrors', 'RematcherErrors', 'NotifierErrors'),
          ),
          graph('Answers', of('ServerErrors', 'SlowAnswers')),
        ],
      ],
    });
  }
}
