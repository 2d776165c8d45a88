import type { Handlers } from '../app.ts';
import type { AppDeps } from '../app-deps.ts';
import { keyHandlers, resourceHandlers } from '../routes.ts';
import { lazily } from './lazily.ts';

/** `/scan/image`, `/scans`, `/images`, `/reports` and `/keys`. */
export const scanAndKeyResources = (deps: AppDeps): Handlers => ({
  ...lazily(async () => (await import('./resources.ts')).resourceRoutes(deps), resourceHandlers),
  ...lazily(async () => (await import('../keys/key-routes.ts')).keyRoutes(deps), keyHandlers),
});
