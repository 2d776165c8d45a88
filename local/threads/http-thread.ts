import { parentPort, workerData } from 'node:worker_threads';
import type { App } from '../../functions/api/app.ts';
import { DrydockError } from '../../functions/errors.ts';
import { localCaller } from '../caller.ts';
import { listen } from '../listen.ts';
import { localApp, localSchemas } from '../local-app.ts';
import { inAMoment, textLog } from '../log.ts';
import { collectMetrics, noSeries } from '../metrics/metric-series.ts';
import { isForThreads } from './is-for-threads.ts';
import { portCalls } from './port-calls.ts';
import type { HttpThreadData, MainMethods, ThreadMeasures, ThreadMethods } from './thread-messages.ts';
import { threadStore } from './thread-store.ts';

const port = parentPort!;
const { host, port: sharedPort, settings, deploymentKey, room, ...access } = workerData as HttpThreadData;
const log = textLog({
  write: (lines) => main.tell('log', lines),
  clock: Date.now,
  isQuiet: access.isQuiet,
  later: inAMoment,
});
const series = noSeries();
const measure = (): ThreadMeasures => ({
  series,
  gauges: { heapBytes: process.memoryUsage().heapUsed, scans: buffer?.counts() },
});
// Requests with credentials are for the main thread; see is-for-threads.ts.
const verify = (): Promise<never> =>
  Promise.reject(new DrydockError('internal', 'credentials are looked up in the main thread'));
const methods: ThreadMethods = {
  flush: async () => buffer?.flush(),
  measure,
  async close(graceMs) {
    await (await listening).close(graceMs);
    await buffer?.close();
    log.flush();
    return measure();
  },
};
const main = portCalls<MainMethods>(port, methods);
const buffer = room === undefined ? undefined : threadStore(main, room, log);

const app = localApp({
  settings,
  schemas: localSchemas(settings),
  store: buffer?.store,
  deploymentKey,
  callerOf: localCaller({ ...access, secret: '', verify }),
  log,
  metrics: collectMetrics(series),
});
const serve: App = (event) => (isForThreads(event) ? app(event) : main.call('ask', event));
const listening = listen({
  app: serve,
  host,
  port: sharedPort,
  isShared: true,
  bodyBytes: settings.limits.bodyBytes,
  clock: Date.now,
  log,
});
await listening;
