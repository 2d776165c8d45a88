import { createSecretKey, randomBytes } from 'node:crypto';
import { keyVerifier } from '../functions/access/verify-key.ts';
import type { Settings } from '../functions/api/settings.ts';
import { DrydockError } from '../functions/errors.ts';
import type { PrivateHost } from '../functions/network/private-hosts.ts';
import { systemTimer } from '../functions/system-timer.ts';
import { type AccessMode, type LocalAccess, localCaller } from './caller.ts';
import type { ImageSettings } from './image-settings.ts';
import type { OpenImageScans } from './jobs/open-image-scans.ts';
import type { OpenNotifications } from './jobs/open-notifications.ts';
import { lateApp } from './late-app.ts';
import { type Listener, listen } from './listen.ts';
import { localApp, localSchemas } from './local-app.ts';
import type { TextLog } from './log.ts';
import { isLoopbackAddress, urlOf } from './loopback.ts';
import { collectMetrics, noSeries } from './metrics/metric-series.ts';
import { processGauges } from './metrics/process-gauges.ts';
import { prometheusText } from './metrics/prometheus-text.ts';
import { openStorage, type StorageOptions } from './open-storage.ts';
import { writeServerFile } from './server-file.ts';
import { addMeasures, noMeasures } from './threads/add-measures.ts';
import { afterThreads } from './threads/after-threads.ts';
import { type HttpThreads, httpThreads } from './threads/http-threads.ts';
import { sharePort } from './threads/share-port.ts';

export interface ServerOptions {
  host: string;
  /** 0: any free one */
  port: number;
  settings: Settings;
  /** absent: results are not kept */
  storage?: StorageOptions;
  /** absent: open on loopback; elsewhere only the scan of manifests is */
  access?: AccessMode | undefined;
  /** absent: images are not scanned, as without storage */
  images?: ImageSettings;
  /** receivers of notifications that may have private addresses */
  privateReceivers?: readonly PrivateHost[];
  /** that answer requests; more than one needs what canSharePort tells; 1 when absent */
  threads?: number;
  log: TextLog;
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
  const { host, settings, log, threads: count = 1 } = options;
  const schemas = localSchemas(settings);
  const storage = options.storage && (await openStorage({ ...options.storage, buffers: count }, Date.now, log));
  const table = storage?.table;
  const deploymentKey = createSecretKey(storage?.deploymentKey ?? randomBytes(32));
  const access: LocalAccess = {
    isLoopback: false,
    mode: options.access,
    secret: randomBytes(32).toString('hex'),
    verify: keyVerifier(storage && { ...storage.keys, log }),
  };
  const series = noSeries();
  const metrics = collectMetrics(series);
  let threads: HttpThreads | undefined;
  let scanning: OpenImageScans | undefined;
  let notifying: OpenNotifications | undefined;
  let listener: Listener | undefined;
  const close = async (waitMs: number): Promise<void> => {
    await Promise.all([listener?.close(waitMs), threads?.close(waitMs)]);
    await scanning?.close();
    await notifying?.close();
    await storage?.close();
  };
  const late = lateApp();
  const { bodyBytes } = settings.limits;
  try {
    // Nothing is scanned or sent by a process that then ends because somebody else has its port.
    listener = await listenOrExplain(options, (port, isShared) =>
      listen({ app: late.app, host, port, isShared, bodyBytes, clock: Date.now, log }),
    );
    const { address, port } = listener;
    access.isLoopback = isLoopbackAddress(address);
    if (storage) {
      const { openNotifications } = await import('./jobs/open-notifications.ts');
      const { privateReceivers = [] } = options;
      notifying = await openNotifications({ storage, privateReceivers, deploymentKey, clock: Date.now, log, metrics });
    }
    if (storage && options.images) {
      const { openImageScans } = await import('./jobs/open-image-scans.ts');
      const { retentionDays } = settings;
      const announce = notifying?.notifications;
      const shared = { storage, deploymentKey, retentionDays, clock: Date.now, announce, log, metrics };
      scanning = await openImageScans({ ...shared, settings: options.images });
    }
    const app = localApp({
      settings,
      schemas,
      store: table && afterThreads(table.store, async () => threads?.flush()),
      keys: storage?.keys,
      images: scanning?.images,
      rescans: scanning?.rescans,
      runs: scanning?.runs,
      notifications: notifying?.notifications,
      deploymentKey,
      callerOf: localCaller(access),
      async metricsText() {
        const all = (await threads?.measure()) ?? noMeasures();
        addMeasures(all, { series, gauges: { heapBytes: process.memoryUsage().heapUsed, scans: table?.counts() } });
        return prometheusText(all.series, processGauges(all.gauges));
      },
      log,
      metrics,
    });
    late.open(app);
    const url = urlOf(address, port);
    if (storage) writeServerFile(storage.path, { url, port, secret: access.secret });
    if (count > 1) {
      const { isLoopback, mode } = access;
      const data = {
        host: address,
        port,
        settings,
        deploymentKey,
        isLoopback,
        mode,
        isQuiet: log.isQuiet,
        room: table?.room,
      };
      threads = httpThreads({ count: count - 1, data, app, lines: table?.lines, timer: systemTimer, log });
    }
    return {
      url,
      port,
      kubernetesVersion: schemas.kubernetesVersion,
      async close() {
        scanning?.endWaits();
        await close(graceMs);
      },
    };
  } catch (error) {
    await close(0);
    throw error;
  }
}

const reasons: Readonly<Record<string, string>> = {
  EADDRINUSE: 'is in use: stop what listens there, or choose another port',
  EACCES: 'needs more rights than this process has: choose a port above 1023',
  EADDRNOTAVAIL: 'is no address of this machine',
  ENOTFOUND: 'is no name of an address',
};

async function listenOrExplain(
  wanted: Pick<ServerOptions, 'host' | 'port' | 'threads'>,
  listenOn: (port: number, isShared: boolean) => Promise<Listener>,
): Promise<Listener> {
  const { host, port, threads = 1 } = wanted;
  try {
    if (threads === 1) return await listenOn(port, false);
    return await sharePort({ host, port }, (free) => listenOn(free, true));
  } catch (error) {
    const reason =
      reasons[(error as NodeJS.ErrnoException).code ?? ''] ?? `cannot be used: ${(error as Error).message}`;
    throw new DrydockError('bad_configuration', `${host}:${port} ${reason}`, { cause: error });
  }
}
