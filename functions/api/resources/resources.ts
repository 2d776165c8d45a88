import type { AppDeps } from '../app-deps.ts';
import { submitImage } from '../images/image-scans.ts';
import { deleteImageRoute, listImagesRoute, readImageRoute } from '../images/images.ts';
import { linkedReport } from '../images/report-link-route.ts';
import { deleteStoredScan, listStoredScans, readStoredScan } from '../manifests/stored-scans.ts';
import type { ResourceHandler } from '../routes.ts';
import { type ResourceRoute, resourceRoute } from './resource-route.ts';

/** The routes that scan no manifest, each behind the scope that it asks for. */
export function resourceRoutes(deps: AppDeps): Record<ResourceHandler, ResourceRoute> {
  const { log } = deps;
  return {
    scanImage: resourceRoute(log, 'scan:write', (call) => submitImage(deps, call)),
    listScans: resourceRoute(log, 'report:read', (call) => listStoredScans(deps, call)),
    readScan: resourceRoute(log, 'report:read', (call) => readStoredScan(deps, call)),
    deleteScan: resourceRoute(log, 'report:delete', (call) => deleteStoredScan(deps, call)),
    listImages: resourceRoute(log, 'report:read', (call) => listImagesRoute(deps, call)),
    readImage: resourceRoute(log, 'report:read', (call) => readImageRoute(deps, call)),
    deleteImage: resourceRoute(log, 'report:delete', (call) => deleteImageRoute(deps, call)),
    linkedReport: resourceRoute(log, undefined, (call) => linkedReport(deps, call)),
  };
}
