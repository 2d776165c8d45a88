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

/** One page for an operator: scans, rescans, notifications, the age of the database, and what there are alarms for. */
export class ScanDashboard extends Construct {
  constructor(scope: Construct, id: string, { watches }: ScanDashboardProps) {
    super(scope, id);
    const of = (...names: string[]): IMetric[] => names.flatMap((name) => watches[name]?.metric ?? []);
    const graph = (title: string, left: IMetric[]) => new GraphWidget({ title, left, width: 12 });
    new Dashboard(this, 'Dashboard', {
      widgets: [
        [
          graph('Scans', counts('Requests', 'ImageScanAttemptsFailed', 'ImageScansGivenUp', 'ScanNotStored')),
          graph('Scans that wait, seconds', of('QueueAge', 'DeadLettersWait')),
        ],
        [
          graph('Rescans', counts('RescansStarted', 'ImagesRescanned', 'RematchesAvoided')),
          graph('Rescans that wait, seconds', of('RescanQueueAge')),
        ],
        [
          graph('Notifications', counts('MessagesDelivered', 'MessageTriesFailed')),
          graph('Age of the database, hours', [ownMetric('DatabaseAgeHours', 'Maximum', Duration.hours(1))]),
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
