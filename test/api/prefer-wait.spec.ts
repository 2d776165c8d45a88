import { describe, expect, it } from 'vitest';
import { DrydockError } from '../../functions/errors.ts';
import { noon } from '../scans/image/image-world.ts';
import { bodyOf, imageApp, until } from './image-app.ts';

describe('Prefer: wait', () => {
  it('a scan that ends in time is answered 200, and the preference was applied', async () => {
    const { ask, work, world } = imageApp();
    const waiting = ask('POST', '/scan/image?image=nginx', { headers: { prefer: 'respond-async, wait=10' } });
    await until(() => world.timer.waiting() > 0);
    await work();
    world.pass(250);
    const answer = await waiting;
    expect([answer.statusCode, answer.headers['preference-applied']]).toEqual([200, 'wait=10']);
    expect(bodyOf(answer)).toMatchObject({ status: 'done', verdict: 'fail' });
  });

  it('a scan that fails in time is 200 with the reason and the status that it stands for', async () => {
    const { ask, work, world } = imageApp();
    world.script.scan = () => Promise.reject(new DrydockError('broken_image', 'layer 2 is damaged'));
    const waiting = ask('POST', '/scan/image?image=nginx', { headers: { prefer: 'wait=10' } });
    await until(() => world.timer.waiting() > 0);
    await work();
    world.pass(250);
    const answer = await waiting;
    expect([answer.statusCode, bodyOf(answer)]).toMatchObject([
      200,
      {
        status: 'failed',
        error: { code: 'broken_image', message: 'layer 2 is damaged', retryable: false, status: 422 },
      },
    ]);
  });

  it('looks are 0.25, 0.5, 1, 2, 2 … seconds apart, for 25 seconds at most', async () => {
    const { ask, world } = imageApp();
    const looks: number[] = [];
    const read = world.deps.scans.read;
    world.deps.scans.read = (tenant, id) => {
      looks.push(world.time.now - noon);
      return read(tenant, id);
    };
    let answer: Awaited<ReturnType<typeof ask>> | undefined;
    void ask('POST', '/scan/image?image=nginx', { headers: { prefer: 'wait=600' } }).then((given) => {
      answer = given;
    });
    while (answer === undefined) {
      await until(() => answer !== undefined || world.timer.waiting() > 0);
      world.pass(250);
    }
    expect([answer?.statusCode, answer?.headers['preference-applied']]).toEqual([202, 'wait=25']);
    const later = looks.filter((time) => time > 0);
    expect(later.slice(0, 5)).toEqual([250, 750, 1_750, 3_750, 5_750]);
    expect(later.at(-1)).toBe(25_000);
  });

  it('where no more callers may wait the answer is 202 at once, without the preference', async () => {
    const { world } = imageApp();
    const { ask } = imageApp({ images: { ...world.deps, wait: async () => undefined } });
    const answer = await ask('POST', '/scan/image?image=nginx', { headers: { prefer: 'wait=10' } });
    expect([answer.statusCode, answer.headers['preference-applied']]).toEqual([202, undefined]);
  });

  for (const prefer of ['wait', 'wait=', 'wait=-1', 'wait=1.5', 'waiting=10', 'wait=0']) {
    it(`Prefer: ${prefer} waits for nothing`, async () => {
      const answer = await imageApp().ask('POST', '/scan/image?image=nginx', { headers: { prefer } });
      expect([answer.statusCode, answer.headers['preference-applied']]).toEqual([202, undefined]);
    });
  }
});
