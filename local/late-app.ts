import type { App } from '../functions/api/app.ts';

/** An app that requests wait for, so that a port can be taken before anything runs. */
export function lateApp(): { app: App; open(app: App): void } {
  const { promise, resolve } = Promise.withResolvers<App>();
  return { app: async (event) => (await promise)(event), open: resolve };
}
