import { expect, it } from 'vitest';
import { analysisLifeMs } from '../../functions/trivy/cache/analyses-settings.ts';
import { analysisDays } from '../../infra/scan-bucket.ts';

it('lifecycle: the bucket keeps analyses as long as scans expect', () => {
  expect(analysisLifeMs).toBe(analysisDays * 24 * 60 * 60_000);
});
