import { existsSync } from 'node:fs';
import type { TrivyBinary } from '../../functions/trivy/find-trivy.ts';

const path = process.env.TRIVY_BIN ?? '';

/** The real Trivy that TRIVY_BIN names, for tests that want one; undefined where there is none. */
export const realTrivy: TrivyBinary | undefined = existsSync(path)
  ? { path, version: '0.68.2', origin: 'TRIVY_BIN' }
  : undefined;

if (realTrivy === undefined) console.info('no TRIVY_BIN: tests with a real Trivy are skipped');
