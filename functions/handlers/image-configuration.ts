import { createSecretKey, type KeyObject } from 'node:crypto';
import * as z from 'zod/mini';
import { type Environment, readVariables } from '../api/settings.ts';
import { type PrivateHost, readPrivateHosts } from '../network/private-hosts.ts';
import { readEcrRegistries } from '../registry/auth/sdk-ecr-credentials.ts';
import type { EcrRegistry } from '../registry/ports.ts';
import { defaultImageScanLimits, type ImageScanLimits } from '../scans/image/limits.ts';

const text = z.string().check(z.minLength(1));
const days = z.pipe(z.string().check(z.regex(/^\d{1,4}$/)), z.transform(Number));
const hours = z.pipe(z.string().check(z.regex(/^\d{1,5}$/)), z.transform(Number));

const jobVariables = z.object({
  TABLE_NAME: z.string().check(z.regex(/^[\w.-]{3,255}$/)),
  DRYDOCK_RETENTION_DAYS: z._default(days, 90),
});
const waitVariables = z.object({
  DRYDOCK_WAITING_CALLERS: z._default(z.pipe(z.string().check(z.regex(/^\d{1,4}$/)), z.transform(Number)), 20),
});
const queueVariables = z.object({ QUEUE_URL: text });
const bucketVariables = z.object({ BUCKET_NAME: text });
const keyVariables = z.object({ DRYDOCK_DEPLOYMENT_KEY: z.string().check(z.minLength(32)) });
const registryVariables = z.object({
  DRYDOCK_PRIVATE_REGISTRIES: z._default(z.string(), ''),
  DRYDOCK_ECR_REGISTRIES: z._default(z.string(), ''),
});
const scanVariables = z.object({
  TRIVY_BIN: z.optional(text),
  DRYDOCK_DATABASE_MAX_AGE_HOURS: z._default(hours, 7 * 24),
});
const databaseVariables = z.object({
  TRIVY_BIN: z.optional(text),
  DRYDOCK_DATABASE_REPOSITORIES: z.optional(text),
  DRYDOCK_JAVA_REPOSITORIES: z.optional(z.string()),
});

const expected = {
  TABLE_NAME: 'the name of a DynamoDB table',
  QUEUE_URL: 'the URL of a queue',
  BUCKET_NAME: 'the name of a bucket',
  DRYDOCK_RETENTION_DAYS: 'days',
  DRYDOCK_WAITING_CALLERS: 'a number of callers',
  DRYDOCK_DEPLOYMENT_KEY: 'at least 32 characters, the same for the life of the table',
  DRYDOCK_DATABASE_MAX_AGE_HOURS: 'hours',
};

/** Table and limits, which every function of image scans has. Throws, as all here, DrydockError `bad_configuration` that names the variable. */
export function readJobs(environment: Environment): { table: string; limits: ImageScanLimits } {
  const read = readVariables(jobVariables, environment, expected);
  return { table: read.TABLE_NAME, limits: { ...defaultImageScanLimits, retentionDays: read.DRYDOCK_RETENTION_DAYS } };
}

/** How many callers may wait for a scan at the same time, wherever they are answered. */
export const readWaitingCallers = (environment: Environment): number =>
  readVariables(waitVariables, environment, expected).DRYDOCK_WAITING_CALLERS;

export const readQueueUrl = (environment: Environment): string =>
  readVariables(queueVariables, environment, expected).QUEUE_URL;

export const readBucketName = (environment: Environment): string =>
  readVariables(bucketVariables, environment, expected).BUCKET_NAME;

export const readDeploymentKey = (environment: Environment): KeyObject =>
  createSecretKey(readVariables(keyVariables, environment, expected).DRYDOCK_DEPLOYMENT_KEY, 'utf8');

export interface RegistrySettings {
  privateHosts: readonly PrivateHost[];
  /** read by the rights of this function */
  ecrRegistries: readonly EcrRegistry[];
}

export function readRegistries(environment: Environment): RegistrySettings {
  const read = readVariables(registryVariables, environment, expected);
  return {
    privateHosts: readPrivateHosts(read.DRYDOCK_PRIVATE_REGISTRIES),
    ecrRegistries: readEcrRegistries(read.DRYDOCK_ECR_REGISTRIES),
  };
}

export function readScanning(environment: Environment): { trivy?: string; maxDatabaseAgeMs: number } {
  const read = readVariables(scanVariables, environment, expected);
  const maxDatabaseAgeMs = read.DRYDOCK_DATABASE_MAX_AGE_HOURS * 3_600_000;
  return { maxDatabaseAgeMs, ...(read.TRIVY_BIN !== undefined && { trivy: read.TRIVY_BIN }) };
}

export interface DatabaseSettings {
  trivy?: string;
  repositories?: string[];
  javaRepositories?: string[];
}

export function readDatabases(environment: Environment): DatabaseSettings {
  const read = readVariables(databaseVariables, environment, expected);
  const repositories = names(read.DRYDOCK_DATABASE_REPOSITORIES);
  const javaRepositories = names(read.DRYDOCK_JAVA_REPOSITORIES);
  return {
    ...(read.TRIVY_BIN !== undefined && { trivy: read.TRIVY_BIN }),
    ...(repositories && { repositories }),
    // A deployment without Java says `none`: an empty variable counts as none given.
    ...(javaRepositories && { javaRepositories: javaRepositories[0] === 'none' ? [] : javaRepositories }),
  };
}

const names = (list: string | undefined): string[] | undefined => list?.split(/[\s,]+/).filter((name) => name !== '');
