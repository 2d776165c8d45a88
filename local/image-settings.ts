import type { Environment } from '../functions/api/settings.ts';
import { DrydockError } from '../functions/errors.ts';
import { type PrivateHost, readPrivateHosts } from '../functions/network/private-hosts.ts';
import { defaultSchedules, type Schedules } from '../functions/rescans/plan/triggers.ts';
import { type AnalysesSettings, readAnalysesSettings } from '../functions/trivy/cache/analyses-settings.ts';

/** How this process scans images; docs/configuration.md describes each variable. */
export interface ImageSettings {
  /** scans at the same time */
  workers: number;
  /** registries that may have private addresses */
  privateRegistries: readonly PrivateHost[];
  /** analyses of layers that are kept; none when absent */
  analyses?: AnalysesSettings | undefined;
  /** a newer database is fetched by itself */
  refreshesDatabase: boolean;
  schedules: Schedules;
  /** where a Trivy is looked for: `TRIVY_BIN` and `PATH` */
  trivy: Environment;
}

const mostWorkers = 64;

/** Throws DrydockError `bad_configuration` that names the variable. */
export function readImageSettings(environment: Environment): ImageSettings {
  const { TRIVY_BIN, PATH } = environment;
  return {
    workers: workersOf(environment.DRYDOCK_WORKERS || '2'),
    privateRegistries: readPrivateHosts(environment.DRYDOCK_PRIVATE_REGISTRIES ?? ''),
    analyses: readAnalysesSettings(environment),
    refreshesDatabase: flagOf('DRYDOCK_REFRESH_DATABASE', environment.DRYDOCK_REFRESH_DATABASE || 'false'),
    schedules: {
      fullMs: hoursOf('DRYDOCK_RESCAN_HOURS', environment.DRYDOCK_RESCAN_HOURS, defaultSchedules.fullMs),
      afreshMs: hoursOf(
        'DRYDOCK_RESCAN_AFRESH_HOURS',
        environment.DRYDOCK_RESCAN_AFRESH_HOURS,
        defaultSchedules.afreshMs,
      ),
    },
    trivy: { TRIVY_BIN, PATH },
  };
}

function workersOf(text: string): number {
  const workers = Number(text);
  if (/^\d{1,2}$/.test(text) && workers >= 1 && workers <= mostWorkers) return workers;
  throw new DrydockError('bad_configuration', `DRYDOCK_WORKERS=${text}: expected a number from 1 to ${mostWorkers}`);
}

function flagOf(name: string, text: string): boolean {
  if (text === 'true' || text === 'false') return text === 'true';
  throw new DrydockError('bad_configuration', `${name}=${text}: expected true or false`);
}

const hour = 3_600_000;

function hoursOf(name: string, text: string | undefined, usual: number): number {
  if (text === undefined || text === '') return usual;
  if (/^\d{1,4}$/.test(text)) return Number(text) * hour;
  throw new DrydockError('bad_configuration', `${name}=${text}: expected hours, 0 for never`);
}
