import type { KeyObject } from 'node:crypto';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type { Answer } from '../../functions/api/answer.ts';
import type { Settings } from '../../functions/api/settings.ts';
import type { AccessMode } from '../caller.ts';
import type { MetricSeries } from '../metrics/metric-series.ts';
import type { ThreadGauges } from '../metrics/process-gauges.ts';
import type { BufferRoom } from '../table/buffered-scan-store.ts';

/** What an HTTP thread is started with. */
export interface HttpThreadData {
  host: string;
  /** shared with the main thread */
  port: number;
  settings: Settings;
  deploymentKey: KeyObject;
  isLoopback: boolean;
  mode: AccessMode | undefined;
  isQuiet: boolean;
  /** of scans that wait in this thread; absent: results are not kept */
  room?: BufferRoom | undefined;
}

/** What a thread asks of the main thread. */
export type MainMethods = {
  /** the answer to a request that is not for threads */
  ask(event: APIGatewayProxyEventV2): Promise<Answer>;
  /** lines of scan-line.ts; answered when they can no longer be lost, but for those in `left` */
  write(lines: string): Promise<{ left: string; error?: string; backlog: number }>;
  /** whole lines of the log */
  log(lines: string): void;
};

/** What the main thread asks of a thread. */
export type ThreadMethods = {
  /** answered when the scans recorded before are written */
  flush(): Promise<void>;
  measure(): ThreadMeasures;
  /** answered when running requests have their answers and nothing waits to be written */
  close(graceMs: number): Promise<ThreadMeasures>;
};

/** What a thread has counted since its start. */
export interface ThreadMeasures {
  series: MetricSeries;
  gauges: ThreadGauges;
}
