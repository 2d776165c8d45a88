import { createSecretKey, randomBytes } from 'node:crypto';
import { keyVerifier } from '../functions/access/verify-key.ts';
import { createApp } from '../functions/api/app.ts';
import type { Log } from '../functions/api/log.ts';
import type { Settings } from '../functions/api/settings.ts';
import { DrydockError } from '../functions/errors.ts';
import { manifestEngine } from '../functions/manifest/scan.ts';
import { openSchemas } from '../functions/manifest/schema/schemas.ts';
import { schemaFiles } from '../functions/storage/schema-files.ts';
import { type AccessMode, type LocalAccess, localCaller } from './caller.ts';
import { type Listener, listen } from './listen.ts';
import { isLoopbackAddress, urlOf } from './loopback.ts';
import { openStorage, type StorageOptions } from './open-storage.ts';
import { processGauges } from './process-gauges.ts';
import { prometheusMetrics } from './prometheus.ts';
import { writeServerFile } from './server-file.ts';

export interface ServerOptions {
  host: string;
  /** 0: any free one */
  port: number;
  settings: Settings;
  /** absent: results are not kept */
  storage?: StorageOptions;
  /** absent: open on loopback; elsewhere only the scan of manifests is */
  access?: AccessMode | undefined;
  log: Log;
}

export interface RunningServer {
  /** as reached from this machine, without a slash at the end */
  url: string;
  port: number;
  /** of the schemas in use */
  kubernetesVersion: string;
  /** Answers what is running, writes what is pending, ends. */
  close(): Promise<void>;
}

/** How long running requests have to end. */
const graceMs = 10_000;

/** The whole of drydock in this process. Rejects with DrydockError `bad_configuration`, a busy port among its reasons. */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { settings, log } = options;
  const schemas = openSchemas(schemaFiles(), {
    ...(settings.kubernetesVersion !== undefined && { kubernetesVersion: settings.kubernetesVersion }),
    ...(settings.schemaLocation !== undefined && { location: settings.schemaLocation }),
    ...(settings.kinds !== undefined && { kinds: settings.kinds }),
  });
  const storage = options.storage && (await openStorage(options.storage, Date.now, log));
  const metrics = prometheusMetrics(processGauges(storage?.table.counts));
  const access: LocalAccess = {
    isLoopback: false,
    mode: options.access,
    secret: randomBytes(32).toString('hex'),
    verify: keyVerifier(storage && { ...storage.keys, log }),
  };
  const app = createApp({
    host: 'local',
    engine: manifestEngine({ schemas, limits: settings.limits }),
    schemas,
    store: storage?.table.store,
    keys: storage?.keys,
    deploymentKey: createSecretKey(storage?.deploymentKey ?? randomBytes(32)),
    retentionDays: settings.retentionDays,
    answerBytes: settings.limits.answerBytes,
    callerOf: localCaller(access),
    metricsText: metrics.text,
    clock: Date.now,
    elapsed: () => performance.now(),
    log,
    metrics,
  });
  try {
    const { host, port } = options;
    const listener = await listenOrExplain({
      app,
      host,
      port,
      bodyBytes: settings.limits.bodyBytes,
      clock: Date.now,
      log,
    });
    access.isLoopback = isLoopbackAddress(listener.address);
    const url = urlOf(listener.address, listener.port);
    if (storage) writeServerFile(storage.path, { url, port: listener.port, secret: access.secret });
    return {
      url,
      port: listener.port,
      kubernetesVersion: schemas.kubernetesVersion,
      async close() {
        await listener.close(graceMs);
        await storage?.close();
      },
    };
  } catch (error) {
    await storage?.close();
    throw error;
  }
}

const reasons: Readonly<Record<string, string>> = {
  EADDRINUSE: 'is in use: stop what listens there, or choose another port',
  EACCES: 'needs more rights than this process has: choose a port above 1023',
  EADDRNOTAVAIL: 'is no address of this machine',
  ENOTFOUND: 'is no name of an address',
};

async function listenOrExplain(options: Parameters<typeof listen>[0]): Promise<Listener> {
  try {
    return await listen(options);
  } catch (error) {
    const reason =
      reasons[(error as NodeJS.ErrnoException).code ?? ''] ?? `cannot be used: ${(error as Error).message}`;
    throw new DrydockError('bad_configuration', `${options.host}:${options.port} ${reason}`, { cause: error });
  }
}
