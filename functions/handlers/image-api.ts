import { httpFunction } from './http-function.ts';
import { openImages } from './open-images.ts';

/** The routes of images and of stored scans; `POST /scan/image` is a function of its own with the same code. */
export const handler = await httpFunction(openImages);
