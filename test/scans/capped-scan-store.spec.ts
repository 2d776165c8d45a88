import { describe, expect, it } from 'vitest';
import { cappedScanStore } from '../../functions/scans/capped-scan-store.ts';
import type { ManifestScanStore } from '../../functions/scans/ports.ts';
import { systemTimer } from '../../functions/system-timer.ts';
import { sampleScan } from '../contract/sample-scan.ts';
import { handTimer } from './hand-timer.ts';
import { memoryScanStore } from './memory-scan-store.ts';

const caps = { firstMs: 1000, warmMs: 150 };

/** A store whose writes end when the test says so. */
function slowStore() {
  const writes: { signal: AbortSignal; finish(): void; fail(error: Error): void }[] = [];
  const record: ManifestScanStore['record'] = (_scan, signal) =>
    new Promise((resolve, reject) => {
      writes.push({ signal: signal!, finish: () => resolve('stored'), fail: reject });
    });
  return { store: { ...memoryScanStore(), record }, writes };
}

describe('capped store', () => {
  it('capped store: the first write of an environment has a second, the next ones 150 ms', async () => {
    const { store, writes } = slowStore();
    const timer = handTimer();
    const capped = cappedScanStore(store, timer.set, caps);
    const first = capped.record(sampleScan());
    timer.advance(999);
    writes[0]!.finish();
    expect(await first).toBe('stored');

    const second = capped.record(sampleScan());
    timer.advance(149);
    writes[1]!.finish();
    expect(await second).toBe('stored');

    const third = capped.record(sampleScan());
    timer.advance(150);
    await expect(third).rejects.toMatchObject({
      code: 'storage_unavailable',
      message: expect.stringContaining('150 ms'),
    });
  });

  it('capped store: at the cap the write is aborted, not left running', async () => {
    const { store, writes } = slowStore();
    const timer = handTimer();
    const write = cappedScanStore(store, timer.set, caps).record(sampleScan());
    expect(writes[0]!.signal.aborted).toBe(false);
    timer.advance(1000);
    await expect(write).rejects.toMatchObject({ code: 'storage_unavailable' });
    expect(writes[0]!.signal.aborted).toBe(true);
    writes[0]!.fail(new Error('aborted'));
  });

  it('capped store: a write in time leaves no timer and is not aborted', async () => {
    const { store, writes } = slowStore();
    const timer = handTimer();
    const write = cappedScanStore(store, timer.set, caps).record(sampleScan());
    writes[0]!.finish();
    await write;
    expect(timer.waiting()).toBe(0);
    timer.advance(10_000);
    expect(writes[0]!.signal.aborted).toBe(false);
  });

  it('capped store: a failure in time is passed on as it is', async () => {
    const { store, writes } = slowStore();
    const timer = handTimer();
    const write = cappedScanStore(store, timer.set, caps).record(sampleScan());
    const failure = new Error('throttled');
    writes[0]!.fail(failure);
    await expect(write).rejects.toBe(failure);
    expect(timer.waiting()).toBe(0);
  });

  it('capped store: reading has no cap', async () => {
    const store = memoryScanStore();
    const timer = handTimer();
    const capped = cappedScanStore(store, timer.set, caps);
    await store.record(sampleScan());
    expect(await capped.read('default', sampleScan().id)).toEqual(sampleScan());
    expect(timer.waiting()).toBe(0);
  });

  it('capped store: the timer of the process rings once, and not after it was called off', async () => {
    const rung = await new Promise<string[]>((resolve) => {
      const rings: string[] = [];
      systemTimer(0, () => rings.push('off'))();
      systemTimer(0, () => rings.push('on'));
      systemTimer(2, () => resolve(rings));
    });
    expect(rung).toEqual(['on']);
  });
});
