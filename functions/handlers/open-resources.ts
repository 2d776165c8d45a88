import { processEnvironment } from './configuration.ts';
import type { OpenResources } from './http-function.ts';

/** What the resources of this deployment need; one that scans no images has no bucket, and loads nothing for them. */
export const openResources: OpenResources = async (log) => {
  if (!processEnvironment().BUCKET_NAME) return {};
  const { images, rescans, runs, notifications } = (await import('./open-images.ts')).openImages(log);
  return { images, rescans, runs, notifications };
};
