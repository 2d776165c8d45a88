import { createSecretKey } from 'node:crypto';
import type { APIGatewayProxyEventV2, Context } from 'aws-lambda';
import { keyVerifier } from '../access/verify-key.ts';
import type { Answer } from '../api/answer.ts';
import { createApp, type Handlers } from '../api/app.ts';
import type { AppDeps } from '../api/app-deps.ts';
import { gatewayCaller } from '../api/caller.ts';
import { underIam } from '../api/under-iam.ts';
import { manifestEngine } from '../manifest/scan.ts';
import { openSchemas } from '../manifest/schema/schemas.ts';
import type { ScanLog } from '../scans/ports.ts';
import { schemaFiles } from '../storage/schema-files.ts';
import { processEnvironment, readConfiguration } from './configuration.ts';
import { fitAnswer } from './fit-answer.ts';
import { readOptionalKeys } from './key-configuration.ts';
import { lambdaLog } from './lambda-log.ts';
import { lambdaMetrics } from './lambda-metrics.ts';
import type { OpenTable } from './open-table.ts';

type HttpFunction = (event: APIGatewayProxyEventV2, context: Context) => Promise<Answer>;

/** Opens what resources work on, beside scans of manifests and keys. */
export type OpenResources = (log: ScanLog) => Promise<Pick<AppDeps, 'images' | 'rescans' | 'runs' | 'notifications'>>;

interface Resources {
  resources: (deps: AppDeps) => Handlers;
  open: OpenResources;
}

/** The API as a function behind an HTTP API with payload format 2.0: scans of manifests, and resources where they are given. */
export async function httpFunction(given?: Resources): Promise<HttpFunction> {
  const environment = processEnvironment();
  const { settings, tableName, deploymentKey, anonymousScan } = readConfiguration(environment);
  const output = { write: (line: string) => void process.stdout.write(line), clock: Date.now };
  const log = lambdaLog(output);
  const metrics = lambdaMetrics(output);
  const { kubernetesVersion, schemaLocation, kinds, limits, retentionDays } = settings;
  const schemas = openSchemas(schemaFiles(), {
    ...(kubernetesVersion !== undefined && { kubernetesVersion }),
    ...(schemaLocation !== undefined && { location: schemaLocation }),
    ...(kinds !== undefined && { kinds }),
  });
  // The SDK is most of what there is to load: a deployment that keeps nothing does without.
  const { store, keys }: Partial<OpenTable> =
    tableName === undefined
      ? {}
      : (await import('./open-table.ts')).openTable(tableName, readOptionalKeys(environment), Date.now);
  const deps = {
    host: 'aws' as const,
    engine: manifestEngine({ schemas, limits }),
    schemas,
    store,
    keys,
    ...(await given?.open(log)),
    deploymentKey: createSecretKey(deploymentKey),
    retentionDays,
    answerBytes: limits.answerBytes,
    callerOf: gatewayCaller({ anonymousScan, verify: keyVerifier(keys && { ...keys, log }) }),
    clock: Date.now,
    elapsed: () => performance.now(),
    log,
    metrics,
  };
  const app = underIam(createApp(deps, given?.resources ?? (() => ({}))));
  return async (event, context) => {
    log.begin(context);
    try {
      return fitAnswer(await app(event, context));
    } finally {
      metrics.publish();
    }
  };
}
