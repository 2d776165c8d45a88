import { describe, expect, it } from 'vitest';
import type { ScanMessage } from '../../../functions/scans/image/ports.ts';
import { jobWorkers } from '../../../local/jobs/job-workers.ts';
import { repeat } from '../../../local/jobs/repeat.ts';
import { handTimer } from '../../scans/hand-timer.ts';

const message = (id: string): ScanMessage => ({ tenant: 'a', id, generation: 1 });
const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

describe('scan workers', () => {
  it('scan workers: no more run at the same time than there are workers', async () => {
    const ends: (() => void)[] = [];
    const workers = jobWorkers<ScanMessage>({
      ...{ workers: 2, deliveries: 1, againAfterMs: 1, timer: handTimer().set },
      run: () => new Promise((resolve) => ends.push(() => resolve('done'))),
      bury: async () => {},
    });
    for (const id of ['1', '2', '3', '4', '5']) await workers.ring(message(id));
    expect(ends).toHaveLength(2);
    ends.shift()!();
    await turn();
    expect(ends).toHaveLength(2);
    expect(workers.size()).toBe(4);
    while (workers.size() > 0) {
      for (const end of ends.splice(0)) end();
      await turn();
    }
    await workers.close();
  });

  it('scan workers: closing aborts what runs, waits for it, and begins nothing more', async () => {
    const seen: string[] = [];
    const timer = handTimer();
    const workers = jobWorkers<ScanMessage>({
      ...{ workers: 1, deliveries: 9, againAfterMs: 10, timer: timer.set },
      run: (one, signal) => {
        seen.push(one.id);
        if (one.id === 'fails') return Promise.reject(new Error('x'));
        return new Promise((resolve) => signal.addEventListener('abort', () => resolve({ againAfterMs: 5 })));
      },
      bury: async () => {},
    });
    await workers.ring(message('fails'));
    await turn();
    await workers.ring(message('runs'));
    await workers.ring(message('waits'));
    await workers.close();
    timer.advance(1_000);
    await turn();
    expect(seen).toEqual(['fails', 'runs']);
    expect(timer.waiting()).toBe(0);
  });

  it('scan workers: a message that cannot even be buried is dropped, the next one is worked on', async () => {
    const seen: string[] = [];
    const workers = jobWorkers<ScanMessage>({
      ...{ workers: 1, deliveries: 1, againAfterMs: 10, timer: handTimer().set },
      run: async (one) => {
        seen.push(one.id);
        if (one.id === 'bad') throw new Error('x');
        return 'done';
      },
      bury: () => Promise.reject(new Error('table away')),
    });
    await workers.ring(message('bad'));
    await workers.ring(message('good'));
    await turn();
    expect(seen).toEqual(['bad', 'good']);
    expect(workers.size()).toBe(0);
    await workers.close();
  });

  it('repeat: works at once, again after each end, on after a failure, and not after it was closed', async () => {
    const timer = handTimer();
    let rounds = 0;
    const repeated = repeat(timer.set, 60_000, async () => {
      rounds += 1;
      if (rounds === 2) throw new Error('x');
    });
    for (let minute = 0; minute < 3; minute += 1) {
      await turn();
      timer.advance(60_000);
    }
    expect(rounds).toBe(4);
    await repeated.close();
    timer.advance(60_000);
    expect(rounds).toBe(4);
    expect(timer.waiting()).toBe(0);
  });
});
