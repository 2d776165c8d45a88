import { httpFunction } from './http-function.ts';

/** Scans of manifests and what tells of the service itself; every resource is another function's. */
export const handler = await httpFunction();
