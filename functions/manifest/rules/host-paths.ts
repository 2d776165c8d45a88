import type { Value } from '../value.ts';
import { listAt, valueAt } from './value-at.ts';

const volumes = ['volumes'];
const hostPath = ['hostPath', 'path'];

/** The paths of the node that a pod's volumes mount, as written. */
export const hostPaths = (pod: Value | undefined): string[] =>
  listAt(pod, volumes)
    .map((volume) => valueAt(volume, hostPath))
    .filter((path) => typeof path === 'string');

/** An absolute path without `.`, `..`, doubled and trailing slashes. */
export const cleanPath = (path: string): string => {
  const kept: string[] = [];
  for (const step of path.split('/')) {
    if (step === '..') kept.pop();
    else if (step !== '' && step !== '.') kept.push(step);
  }
  return `/${kept.join('/')}`;
};
