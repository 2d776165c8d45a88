import { allResources } from '../api/resources/all-resources.ts';
import { httpFunction } from './http-function.ts';
import { openResources } from './open-resources.ts';

/** Every resource beside the scan of manifests; `POST /scan/image` is a function of its own with the same code. */
export const handler = await httpFunction({ resources: allResources, open: openResources });
