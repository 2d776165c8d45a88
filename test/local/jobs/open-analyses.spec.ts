import { existsSync, mkdtempSync, readdirSync, rmSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { fileAnalysisStore } from '../../../functions/storage/objects/file-analysis-store.ts';
import { readAnalysesSettings } from '../../../functions/trivy/cache/analyses-settings.ts';
import { type OpenAnalysesOptions, openAnalyses } from '../../../local/jobs/open-analyses.ts';
import { handTimer } from '../../scans/hand-timer.ts';

const day = 86_400_000;
const name = `${'a'.repeat(64)}/blob-${'b'.repeat(64)}`;

const open = (environment: Record<string, string>, options: Partial<OpenAnalysesOptions> = {}) => {
  const dataDirectory = mkdtempSync(join(tmpdir(), 'drydock-open-analyses-'));
  const time = { now: Date.now() };
  const failures: unknown[] = [];
  const analyses = openAnalyses({
    settings: readAnalysesSettings(environment),
    ...{ dataDirectory, clock: () => time.now, timer: handTimer().set },
    onFailure: (error) => failures.push(error),
    ...options,
  });
  onTestFinished(async () => {
    await analyses.close();
    rmSync(dataDirectory, { recursive: true });
  });
  return { analyses, directory: join(dataDirectory, 'analyses'), time, failures };
};

it('kept analyses: are on where nothing is said, and off where that is said', () => {
  expect(open({}).analyses.seam).toBeDefined();
  expect(open({ DRYDOCK_ANALYSES: 'on', TRIVY_CACHE_URL: '' }).analyses.seam).toBeDefined();
  expect(open({ TRIVY_CACHE_URL: 'redis://127.0.0.1:9' }).analyses.seam).toBeDefined();
  expect(open({ DRYDOCK_ANALYSES: 'off', TRIVY_CACHE_URL: 'redis://127.0.0.1:9' }).analyses.seam).toBeUndefined();
});

it.each([
  [{ DRYDOCK_ANALYSES: 'maybe' }, /^DRYDOCK_ANALYSES=maybe: expected on or off$/],
  [{ TRIVY_CACHE_URL: 'http://x:secret@y' }, /^TRIVY_CACHE_URL: expected redis:/],
])('kept analyses: the setting %j is refused', (environment, message) => {
  expect(() => readAnalysesSettings(environment)).toThrow(
    expect.objectContaining({ code: 'bad_configuration', message: expect.stringMatching(message) }),
  );
});

it('kept analyses: what nobody met for ninety days goes, with one look a day', async () => {
  const { analyses, directory, time } = open({});
  const store = fileAnalysisStore(directory);
  const write = async (): Promise<void> => {
    await store.write(name, Buffer.from('x'));
    const written = new Date(time.now);
    utimesSync(join(directory, `${name}.gz`), written, written);
  };
  const isThere = (): boolean => existsSync(join(directory, `${name}.gz`));
  await write();
  await analyses.sweep();
  time.now += 89 * day;
  await analyses.sweep();
  expect(isThere()).toBe(true);
  time.now += day - 1;
  await analyses.sweep();
  time.now += 2;
  await analyses.sweep();
  expect(isThere()).toBe(false);
  expect(readdirSync(directory)).toEqual(['.swept']);
});
