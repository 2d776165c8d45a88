import { httpFunction } from './http-function.ts';

/** Every route of the API but those of images. */
export const handler = await httpFunction();
