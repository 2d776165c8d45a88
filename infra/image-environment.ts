import { functionEnvironment } from './function-environment.ts';
import type { Settings } from './settings.ts';

interface ImagePlaces {
  tableName: string;
  bucketName: string;
  queueUrl: string;
  /** a reference that CloudFormation resolves */
  deploymentKey: string;
}

type Names = Readonly<Record<string, string>>;

const registries = ({ privateRegistries, ecrRegistries }: Settings): Names => ({
  ...(privateRegistries !== undefined && { DRYDOCK_PRIVATE_REGISTRIES: privateRegistries }),
  ...(ecrRegistries.length > 0 && { DRYDOCK_ECR_REGISTRIES: ecrRegistries.join(',') }),
});

/** What functions/handlers/image-configuration.ts reads, for each function what it needs; a test compares the names. */
export const imageEnvironment = (settings: Settings, places: ImagePlaces) => {
  const jobs = { TABLE_NAME: places.tableName, DRYDOCK_RETENTION_DAYS: String(settings.retentionDays) };
  const bucket = { BUCKET_NAME: places.bucketName };
  const queue = { QUEUE_URL: places.queueUrl };
  const { databaseRepositories, javaRepositories } = settings;
  return {
    api: {
      ...functionEnvironment(settings, places.tableName, places.deploymentKey),
      ...{ ...queue, ...bucket, ...registries(settings) },
      DRYDOCK_WAITING_CALLERS: String(settings.waitingCallers),
    },
    keeper: { ...jobs, ...queue },
    worker: {
      ...{ ...jobs, ...queue, ...bucket, ...registries(settings) },
      DRYDOCK_DEPLOYMENT_KEY: places.deploymentKey,
      DRYDOCK_DATABASE_MAX_AGE_HOURS: String(settings.databaseMaxAgeHours),
    },
    refresher: {
      ...{ ...bucket, ...registries(settings) },
      ...(databaseRepositories.length > 0 && { DRYDOCK_DATABASE_REPOSITORIES: databaseRepositories.join(',') }),
      ...(javaRepositories.length > 0 && { DRYDOCK_JAVA_REPOSITORIES: javaRepositories.join(',') }),
    },
  } satisfies Record<string, Names>;
};
