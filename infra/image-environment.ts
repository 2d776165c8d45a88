import { functionEnvironment } from './function-environment.ts';
import type { Settings } from './settings.ts';

interface ImagePlaces {
  tableName: string;
  bucketName: string;
  queueUrl: string;
  batchQueueUrl: string;
  deliveryQueueUrl: string;
  /** a reference that CloudFormation resolves */
  deploymentKey: string;
}

type Names = Readonly<Record<string, string>>;

const registries = ({ privateRegistries, ecrRegistries }: Settings): Names => ({
  ...(privateRegistries !== undefined && { DRYDOCK_PRIVATE_REGISTRIES: privateRegistries }),
  ...(ecrRegistries.length > 0 && { DRYDOCK_ECR_REGISTRIES: ecrRegistries.join(',') }),
});

const rescans = ({ rescanHours, rescanAfreshHours }: Settings, { batchQueueUrl }: ImagePlaces): Names => ({
  BATCH_QUEUE_URL: batchQueueUrl,
  DRYDOCK_RESCAN_HOURS: String(rescanHours),
  DRYDOCK_RESCAN_AFRESH_HOURS: String(rescanAfreshHours),
});

const receivers = ({ eventBuses, topics, privateReceivers }: Settings): Names => ({
  ...(eventBuses.length > 0 && { DRYDOCK_EVENT_BUSES: eventBuses.join(',') }),
  ...(topics.length > 0 && { DRYDOCK_TOPICS: topics.join(',') }),
  ...(privateReceivers !== undefined && { DRYDOCK_PRIVATE_RECEIVERS: privateReceivers }),
});

/** What image-configuration.ts and rescan-configuration.ts in functions/handlers read, for each function what it needs; a test compares the names. */
export const imageEnvironment = (settings: Settings, places: ImagePlaces) => {
  const jobs = { TABLE_NAME: places.tableName, DRYDOCK_RETENTION_DAYS: String(settings.retentionDays) };
  const bucket = { BUCKET_NAME: places.bucketName };
  const queue = { QUEUE_URL: places.queueUrl };
  const bell = { DELIVERY_QUEUE_URL: places.deliveryQueueUrl };
  const maxAge = { DRYDOCK_DATABASE_MAX_AGE_HOURS: String(settings.databaseMaxAgeHours) };
  const key = { DRYDOCK_DEPLOYMENT_KEY: places.deploymentKey };
  const api = {
    ...functionEnvironment(settings, places.tableName, places.deploymentKey),
    ...{ ...queue, ...bell, ...bucket },
    ...{ ...registries(settings), ...rescans(settings, places), ...receivers(settings) },
    ...{ DRYDOCK_WAITING_CALLERS: String(settings.waitingCallers), ...maxAge },
  };
  const { databaseRepositories, javaRepositories } = settings;
  return {
    api,
    keeper: { ...jobs, ...queue, ...bell, ...bucket, ...key },
    alarm: { ...jobs, ...bell, ...bucket },
    worker: { ...jobs, ...queue, ...bell, ...bucket, ...key, ...registries(settings), ...maxAge },
    rematcher: { ...jobs, ...queue, BATCH_QUEUE_URL: places.batchQueueUrl, ...bell, ...bucket, ...key, ...maxAge },
    notifier: { ...jobs, ...bell, ...key, ...receivers(settings) },
    refresher: {
      ...{ ...bucket, ...registries(settings) },
      ...(databaseRepositories.length > 0 && { DRYDOCK_DATABASE_REPOSITORIES: databaseRepositories.join(',') }),
      ...(javaRepositories.length > 0 && { DRYDOCK_JAVA_REPOSITORIES: javaRepositories.join(',') }),
    },
  } satisfies Record<string, Names>;
};
