import { DrydockError } from '../../errors.ts';
import { type RedisAddress, readRedisAddress } from './redis-address.ts';

/** After which an analysis that nobody met goes, milliseconds; the bucket's lifecycle says the same. */
export const analysisLifeMs = 90 * 24 * 60 * 60_000;

export interface AnalysesSettings {
  /** a Redis instead of this host's own store */
  redis?: RedisAddress;
}

/** What DRYDOCK_ANALYSES and TRIVY_CACHE_URL say; undefined where analyses are not to be kept. Throws DrydockError `bad_configuration`. */
export function readAnalysesSettings(
  environment: Readonly<Record<string, string | undefined>>,
): AnalysesSettings | undefined {
  const { DRYDOCK_ANALYSES: wanted = '', TRIVY_CACHE_URL: url = '' } = environment;
  if (!['', 'on', 'off'].includes(wanted)) {
    throw new DrydockError('bad_configuration', `DRYDOCK_ANALYSES=${wanted}: expected on or off`);
  }
  const redis = url === '' ? undefined : readRedisAddress('TRIVY_CACHE_URL', url);
  if (wanted === 'off') return undefined;
  return redis === undefined ? {} : { redis };
}
