import { expect, it, onTestFinished } from 'vitest';
import { systemTimer } from '../../../functions/system-timer.ts';
import { cacheSeam } from '../../../functions/trivy/cache/cache-seam.ts';
import { cacheServer } from '../../../functions/trivy/cache/cache-server.ts';
import { debian, imageOf } from './keyspace-room.ts';
import { memoryAnalysisStore } from './memory-analysis-store.ts';
import { talkTo } from './talk.ts';

const opened = (startServer: typeof cacheServer) => {
  const failures: unknown[] = [];
  const seam = cacheSeam({
    ...{ store: memoryAnalysisStore(), clock: Date.now, timer: systemTimer, lifeMs: 1_000, startServer },
    onFailure: (error) => failures.push(error),
  });
  onTestFinished(() => seam.close());
  return { seam, failures, open: () => seam.open(imageOf(debian), { version: '0.68.2' }) };
};

it('cache seam: where no server can be started there is no cache, and the next scan tries again', async () => {
  const refused = new Error('EMFILE');
  let starts = 0;
  const { open, failures } = opened(() => (++starts === 1 ? Promise.reject(refused) : cacheServer()));
  expect(await open()).toBeUndefined();
  expect(failures).toEqual([refused]);
  expect(await open()).toBeDefined();
  expect(await open()).toBeDefined();
  expect(starts).toBe(2);
});

it('cache seam: a cache that was closed serves nobody any more', async () => {
  const { open } = opened(() => cacheServer());
  const [one, other] = [(await open())!, (await open())!];
  one.close();
  const [late, inTime] = [await talkTo(one.url), await talkTo(other.url)];
  expect(await late.say('get', 'key')).toMatch(/^-NOAUTH/);
  expect(await inTime.say('get', 'key')).toBe('$-1\r\n');
  late.end();
  inTime.end();
});

it('cache seam: closed without ever being used, or twice, it just ends', async () => {
  const { seam } = opened(() => cacheServer());
  await seam.close();
  await seam.close();
});
