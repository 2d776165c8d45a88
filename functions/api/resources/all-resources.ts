import { jsonAnswer } from '../answer.ts';
import type { Handlers } from '../app.ts';
import type { AppDeps } from '../app-deps.ts';
import {
  changeHandlers,
  keyHandlers,
  resourceHandlers,
  runHandlers,
  subscriptionHandlers,
  watchHandlers,
} from '../routes.ts';
import { lazily } from './lazily.ts';

/** Everything beside the scan of manifests. */
export const allResources = (deps: AppDeps): Handlers => ({
  ...lazily(async () => (await import('./resources.ts')).resourceRoutes(deps), resourceHandlers),
  ...lazily(async () => (await import('../keys/key-routes.ts')).keyRoutes(deps), keyHandlers),
  ...lazily(
    async () => (await import('../subscriptions/subscription-routes.ts')).subscriptionRoutes(deps),
    subscriptionHandlers,
  ),
  ...lazily(async () => (await import('../rescans/change-routes.ts')).changeRoutes(deps), changeHandlers),
  ...lazily(async () => (await import('../rescans/watch-routes.ts')).watchRoutes(deps), watchHandlers),
  ...lazily(async () => (await import('../rescans/run-routes.ts')).runRoutes(deps), runHandlers),
  openapi: async () => jsonAnswer(200, (await import('../openapi/document.ts')).openApiDocument()),
});
