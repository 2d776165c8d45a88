import type { Value } from '../value.ts';
import { listAt, valueAt } from './value-at.ts';

const volumes = ['volumes'];
const hostPath = ['hostPath', 'path'];

/** Which volume of a pod is the first to mount a path of the node that passes the test; -1 when none does. */
export const findHostPath = (pod: Value | undefined, passes: (path: string) => boolean): number =>
  listAt(pod, volumes).findIndex((volume) => {
    const path = valueAt(volume, hostPath);
    return typeof path === 'string' && passes(path);
  });

/** An absolute path without `.`, `..`, doubled and trailing slashes. */
export const cleanPath = (path: string): string => {
  const kept: string[] = [];
  for (const step of path.split('/')) {
    if (step === '..') kept.pop();
    else if (step !== '' && step !== '.') kept.push(step);
  }
  return `/${kept.join('/')}`;
};
