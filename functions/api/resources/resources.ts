import type { AppDeps } from '../app-deps.ts';
import { submitImage } from '../images/image-scans.ts';
import { deleteImageRoute, listImagesRoute, readImageRoute } from '../images/images.ts';
import { linkedReport } from '../images/report-link-route.ts';
import { deleteStoredScan, listStoredScans, readStoredScan } from '../manifests/stored-scans.ts';
import type { ResourceHandler } from '../routes.ts';
import { type ResourceRoute, resourceRoute } from './resource-route.ts';

/** The routes of images and of stored scans. */
export function resourceRoutes(deps: AppDeps): Record<ResourceHandler, ResourceRoute> {
  const { log } = deps;
  return {
    scanImage: resourceRoute(log, (call) => submitImage(deps, call)),
    listScans: resourceRoute(log, (call) => listStoredScans(deps, call)),
    readScan: resourceRoute(log, (call) => readStoredScan(deps, call)),
    deleteScan: resourceRoute(log, (call) => deleteStoredScan(deps, call)),
    listImages: resourceRoute(log, (call) => listImagesRoute(deps, call)),
    readImage: resourceRoute(log, (call) => readImageRoute(deps, call)),
    deleteImage: resourceRoute(log, (call) => deleteImageRoute(deps, call)),
    linkedReport: resourceRoute(log, (call) => linkedReport(deps, call)),
  };
}
