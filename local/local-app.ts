import type { KeyObject } from 'node:crypto';
import { type App, createApp } from '../functions/api/app.ts';
import type { AppDeps } from '../functions/api/app-deps.ts';
import { allResources } from '../functions/api/resources/all-resources.ts';
import type { Settings } from '../functions/api/settings.ts';
import { manifestEngine } from '../functions/manifest/scan.ts';
import { openSchemas, type Schemas } from '../functions/manifest/schema/schemas.ts';
import { schemaFiles } from '../functions/storage/schema-files.ts';

/** Throws DrydockError `bad_configuration` when there are no schemas of the wanted version. */
export const localSchemas = ({ kubernetesVersion, schemaLocation, kinds }: Settings): Schemas =>
  openSchemas(schemaFiles(), {
    ...(kubernetesVersion !== undefined && { kubernetesVersion }),
    ...(schemaLocation !== undefined && { location: schemaLocation }),
    ...(kinds !== undefined && { kinds }),
  });

/** What threads of one process have each of their own. */
export type LocalAppOptions = Pick<
  AppDeps,
  'store' | 'keys' | 'images' | 'rescans' | 'runs' | 'notifications' | 'callerOf' | 'metricsText' | 'log' | 'metrics'
> & {
  settings: Settings;
  schemas: Schemas;
  deploymentKey: KeyObject;
};

/** The app as a process serves it, the same in each of its threads. */
export const localApp = ({ settings, schemas, ...own }: LocalAppOptions): App =>
  createApp(
    {
      ...own,
      host: 'local',
      engine: manifestEngine({ schemas, limits: settings.limits }),
      schemas,
      retentionDays: settings.retentionDays,
      answerBytes: settings.limits.answerBytes,
      clock: Date.now,
      elapsed: () => performance.now(),
    },
    allResources,
  );
