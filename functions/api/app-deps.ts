import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type { ManageDeps } from '../access/manage-keys.ts';
import type { Principal } from '../access/principal.ts';
import type { ManifestEngine } from '../manifest/scan.ts';
import type { ManageDeliveriesDeps } from '../notify/manage-deliveries.ts';
import type { ManageDeps as ManageSubscriptions } from '../notify/manage-subscriptions.ts';
import type { RequestDeps } from '../rescans/plan/triggers.ts';
import type { DeploymentKey, ManifestScanStore } from '../scans/ports.ts';
import type { ImageScans } from './images/image-deps.ts';
import type { Log } from './log.ts';
import type { Metrics } from './metrics.ts';
import type { Rescans } from './rescans/rescan-deps.ts';
import type { Host } from './security-headers.ts';

/** What a host gives the app. */
export interface AppDeps {
  host: Host;
  engine: ManifestEngine;
  schemas: { readonly kubernetesVersion: string; readonly location: string };
  /** absent: results are not kept */
  store?: ManifestScanStore | undefined;
  /** absent: images are not scanned here */
  images?: ImageScans | undefined;
  /** absent: nothing is said of what changed, nothing watched */
  rescans?: Rescans | undefined;
  /** signs scan ids and cursors */
  deploymentKey: DeploymentKey;
  retentionDays: number;
  /** largest answer in bytes, whatever its format */
  answerBytes: number;
  /** keeps API keys; absent: this server has none */
  keys?: ManageDeps | undefined;
  /** absent: nothing is scanned again */
  runs?: RequestDeps | undefined;
  /** absent: nobody is told anything */
  notifications?: (ManageSubscriptions & ManageDeliveriesDeps) | undefined;
  /** A promise only where credentials are to be looked up. Throws or rejects with DrydockError `unauthenticated`. */
  callerOf(event: APIGatewayProxyEventV2): Principal | Promise<Principal>;
  /** Prometheus text; absent where metrics go elsewhere */
  metricsText?: (() => string | Promise<string>) | undefined;
  /** milliseconds since 1970 */
  clock(): number;
  /** milliseconds of a clock that never goes back */
  elapsed(): number;
  log: Log;
  metrics: Metrics;
}
