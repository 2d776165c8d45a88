import { describe, expect, it } from 'vitest';
import type { ManifestScan, ManifestScanStore } from '../../../functions/scans/ports.ts';
import { bufferedScanStore, type ScanWriter } from '../../../local/table/buffered-scan-store.ts';
import { scanWeight } from '../../../local/table/scan-weight.ts';
import { idFor, noon, sampleObject, sampleScan } from '../../contract/sample-scan.ts';
import { handTimer } from '../../scans/hand-timer.ts';
import { memoryScanStore } from '../../scans/memory-scan-store.ts';

/** A buffer over a map; `writer` may be changed to fail. */
function startBuffer(capacityBytes = 1_000_000) {
  const timer = handTimer();
  const reader = memoryScanStore();
  const batches: ManifestScan[][] = [];
  const warnings: unknown[] = [];
  const writer = {
    backlog: () => 0,
    settle: async () => {},
    write: (async (batch) => {
      batches.push([...batch]);
      for (const scan of batch) await reader.record(scan);
      return { left: [] };
    }) as ScanWriter['write'],
  };
  const log = { warn: (_message: string, fields?: Record<string, unknown>) => warnings.push(fields) };
  const buffer = bufferedScanStore(reader, writer, { log, timer: timer.set, writeAfterMs: 100, capacityBytes });
  return { ...buffer, timer, reader, writer, batches, warnings };
}

const put = (store: ManifestScanStore, name: string, parts: Partial<ManifestScan> = {}) =>
  store.record(sampleScan({ id: idFor(name), ...parts }));

describe('buffered store', () => {
  it('buffered store: repeats are added up and written as one row after 100 ms', async () => {
    const { store, timer, batches, reader, counts } = startBuffer();
    for (let sighting = 0; sighting < 50; sighting += 1) await put(store, 'a', { lastSeen: noon + sighting });
    await put(store, 'b');
    timer.advance(99);
    expect(batches).toEqual([]);
    timer.advance(1);
    await store.read('default', idFor('a'));
    expect(batches.map((batch) => batch.map(({ count }) => count))).toEqual([[50, 1]]);
    expect(await reader.read('default', idFor('a'))).toMatchObject({ count: 50, lastSeen: noon + 49 });
    expect(counts()).toEqual({ pending: 51, written: 51, dropped: 0 });
  });

  it('buffered store: a reader sees what was recorded before it, without waiting for the timer', async () => {
    const { store } = startBuffer();
    await put(store, 'a');
    expect(await store.read('default', idFor('a'))).toMatchObject({ count: 1 });
    await put(store, 'b', { lastSeen: noon + 1 });
    expect((await store.list({ tenant: 'default', limit: 5 })).scans).toHaveLength(2);
    await put(store, 'c');
    expect(await store.remove('default', idFor('c'))).toBe(true);
  });

  it('buffered store: what finds no room is dropped and counted, a repeat of what waits needs none', async () => {
    const { store, counts } = startBuffer(scanWeight(sampleScan()) * 2);
    expect(await put(store, 'a')).toBe('pending');
    expect(await put(store, 'b')).toBe('pending');
    expect(await put(store, 'c', { count: 3 })).toBe('dropped');
    expect(await put(store, 'a')).toBe('pending');
    expect(counts()).toEqual({ pending: 3, written: 0, dropped: 3 });
    await store.read('default', idFor('a'));
    expect(await put(store, 'c')).toBe('pending');
  });

  it('buffered store: room is measured in bytes, so that large scans fill it sooner', async () => {
    const large = Array.from({ length: 100 }, () => sampleObject('x'.repeat(400)));
    const { store } = startBuffer(200_000);
    const outcomes = [];
    for (let index = 0; index < 4; index += 1) outcomes.push(await put(store, `large ${index}`, { objects: large }));
    expect(outcomes).toEqual(['pending', 'pending', 'dropped', 'dropped']);
  });

  it('buffered store: what the writer still has to do takes room as well', async () => {
    const { store, writer } = startBuffer(10_000);
    writer.backlog = () => 9_999;
    expect(await put(store, 'a')).toBe('dropped');
    writer.backlog = () => 0;
    expect(await put(store, 'a')).toBe('pending');
  });

  it('buffered store: sightings that could not be written stay, are told and written the next time', async () => {
    const { store, writer, timer, reader, counts, warnings } = startBuffer();
    const works = writer.write;
    writer.write = async (batch) => ({ left: batch, error: new Error('disk full') });
    await put(store, 'a');
    await expect(store.read('default', idFor('a'))).rejects.toMatchObject({ code: 'storage_unavailable' });
    await put(store, 'a', { lastSeen: noon + 7 });
    expect(warnings).toEqual([{ scans: 1, reason: 'Error: disk full' }]);
    expect(counts()).toEqual({ pending: 2, written: 0, dropped: 0 });
    writer.write = works;
    timer.advance(1_000);
    await store.read('default', idFor('a'));
    expect(await reader.read('default', idFor('a'))).toMatchObject({ count: 2, firstSeen: noon, lastSeen: noon + 7 });
    expect(counts()).toEqual({ pending: 2, written: 2, dropped: 0 });
  });

  it('buffered store: of a batch written in part only the rest is written again', async () => {
    const { store, writer, batches } = startBuffer();
    const works = writer.write;
    writer.write = async (batch) => {
      await works(batch.slice(0, 1));
      return { left: batch.slice(1), error: new Error('throttled') };
    };
    await put(store, 'a');
    await put(store, 'b');
    await expect(store.read('default', idFor('a'))).rejects.toMatchObject({ code: 'storage_unavailable' });
    writer.write = works;
    expect(await store.read('default', idFor('a'))).toMatchObject({ count: 1 });
    expect(batches.map((batch) => batch.map(({ id }) => id))).toEqual([[idFor('a')], [idFor('b')]]);
  });

  it('buffered store: room taken by a failed batch is given back when it is written', async () => {
    const { store, writer } = startBuffer(scanWeight(sampleScan()));
    const works = writer.write;
    writer.write = async (batch) => ({ left: batch, error: new Error('down') });
    await put(store, 'a');
    await store.read('default', idFor('a')).catch(() => {});
    expect(await put(store, 'b')).toBe('dropped');
    writer.write = works;
    await store.read('default', idFor('a'));
    expect(await put(store, 'b')).toBe('pending');
  });

  it('buffered store: closing writes what waits and leaves no timer', async () => {
    const { store, close, reader, timer } = startBuffer();
    await put(store, 'a');
    await close();
    expect(reader.rows.size).toBe(1);
    expect(await put(store, 'b')).toBe('dropped');
    expect(timer.waiting()).toBe(0);
  });

  it('buffered store: closing over a writer that fails says so and leaves no timer', async () => {
    const { store, close, writer, timer } = startBuffer();
    writer.write = async (batch) => ({ left: batch, error: new Error('down') });
    await put(store, 'a');
    await expect(close()).rejects.toMatchObject({ code: 'storage_unavailable' });
    expect(timer.waiting()).toBe(0);
  });
});
