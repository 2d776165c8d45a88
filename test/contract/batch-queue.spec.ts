import { afterEach, describe, expect, it } from 'vitest';
import { DrydockError } from '../../functions/errors.ts';
import { formatBatchMessage } from '../../functions/rescans/plan/batch-message.ts';
import { deliverBatches } from '../../functions/rescans/plan/deliver-batches.ts';
import type { BatchMessage, BatchQueue } from '../../functions/rescans/ports.ts';
import { sqsDoorbell } from '../../functions/storage/queues/sqs-doorbell.ts';
import { jobWorkers } from '../../local/jobs/job-workers.ts';
import { turns } from '../faults/faulty-world.ts';
import { runWorld } from '../rescans/run-world.ts';
import { queueStandIn } from './queue-stand-in.ts';

type Room = ReturnType<typeof runWorld>;

const againMs = 30_000;
const pendingMs = 10_000;
const most = 3;

interface QueueUnderTest {
  queue: BatchQueue;
  /** Lets everything that is due be delivered and worked on. */
  work(): Promise<void>;
  /** messages that are not gone */
  size(): number;
  close(): Promise<void>;
}

async function inProcess({ world, sound }: Room): Promise<QueueUnderTest> {
  const workers = jobWorkers<BatchMessage>({
    ...{ workers: 1, deliveries: most, againAfterMs: againMs, timer: world.timer.set },
    run: async (message) => ((await sound.batch(message)) === 'pending' ? { againAfterMs: pendingMs } : 'done'),
    bury: async () => {},
  });
  const { size, close } = workers;
  return { queue: workers, work: () => turns(20), size, close };
}

/** What the event source of Lambda does: receives, calls, deletes what was not reported as failed. */
async function overSqs({ world, sound }: Room): Promise<QueueUnderTest> {
  const wire = await queueStandIn(world.time, againMs, most);
  const queue = sqsDoorbell(wire.client, wire.url, formatBatchMessage);
  return {
    queue,
    async work() {
      for (let next = await wire.receive(); next !== undefined; next = await wire.receive()) {
        const id = next.ReceiptHandle!;
        const again = await deliverBatches({ ...sound.worker, queue }, [{ id, body: next.Body! }]);
        if (!again.includes(id)) await wire.remove(id);
      }
    },
    size: wire.waiting,
    close: wire.close,
  };
}

describe.each([
  ['the workers of one process', inProcess],
  ['SQS', overSqs],
])('%s', (_name, open) => {
  let under: QueueUnderTest | undefined;
  afterEach(async () => {
    await under?.close();
  });

  async function started() {
    const room = runWorld();
    under = await open(room);
    const { queue } = under;
    await room.scan('nginx', 'redis');
    room.world.script.database = 'g2';
    room.stores.batchQueue.ring = async (message) => void (await queue.ring(message));
    return { room, under };
  }

  it('batch queue: what is rung for is done, once, and its message gone', async () => {
    const { room, under } = await started();
    await room.sound.start();
    await under.work();
    expect(await room.runsOf()).toMatchObject([{ status: 'done', total: 2, done: 2, failed: 0 }]);
    expect(room.rematched).toHaveLength(2);
    expect(under.size()).toBe(0);
  });

  it('batch queue: a message rung twice, or late, does its work once (F17)', async () => {
    const { room, under } = await started();
    const [run] = await room.sound.start();
    const message = { tenant: run!.tenant, run: run!.id, number: 0 };
    await under.queue.ring(message);
    await under.work();
    await under.queue.ring(message);
    await under.work();
    expect(await room.runsOf()).toMatchObject([{ status: 'done', done: 2 }]);
    expect(room.rematched).toHaveLength(2);
    expect(under.size()).toBe(0);
  });

  it('batch queue: a message of a run that is gone, or of a batch that it does not have, is gone as well', async () => {
    const { room, under } = await started();
    const [run] = await room.sound.start();
    await under.queue.ring({ tenant: run!.tenant, run: run!.id, number: 7 });
    await under.queue.ring({ tenant: 'other', run: run!.id, number: 0 });
    await under.work();
    expect(room.rematched).toHaveLength(2);
    expect(under.size()).toBe(0);
  });

  it('batch queue: one that finds the table away is delivered again, and done then (F15)', async () => {
    const { room, under } = await started();
    const { readBatch } = room.stores.runs;
    room.stores.runs.readBatch = () => Promise.reject(new DrydockError('storage_unavailable', 'away'));
    await room.sound.start();
    await under.work();
    expect(under.size()).toBe(1);
    room.stores.runs.readBatch = readBatch;
    await under.work();
    expect(room.rematched).toEqual([]);
    room.world.pass(againMs);
    await under.work();
    expect(await room.runsOf()).toMatchObject([{ status: 'done', done: 2 }]);
    expect(under.size()).toBe(0);
  });

  it('batch queue: one that fails again and again is given up, and the sweeper rings for its batch (F19)', async () => {
    const { room, under } = await started();
    const { readBatch } = room.stores.runs;
    room.stores.runs.readBatch = () => Promise.reject(new DrydockError('storage_unavailable', 'away'));
    await room.sound.start();
    for (let delivery = 0; delivery <= most; delivery += 1) {
      await under.work();
      room.world.pass(againMs);
    }
    expect(under.size()).toBe(0);
    room.stores.runs.readBatch = readBatch;
    room.world.pass(120_000);
    await room.sound.sweep();
    await under.work();
    expect(await room.runsOf()).toMatchObject([{ status: 'done', done: 2 }]);
  });

  it('batch queue: a batch whose images need a scan comes again when that is done', async () => {
    const { room, under } = await started();
    room.script.rematch = async () => ({ outcome: 'needs_fresh_scan', reason: 'analysis_missing' });
    await room.sound.start();
    await under.work();
    expect(await room.runsOf()).toMatchObject([{ status: 'running', done: 0 }]);
    for (const message of room.world.rung.slice(2)) {
      await room.world.run(message, { follow: room.sound.scans.follow });
    }
    room.world.pass(15_000);
    await under.work();
    expect(await room.runsOf()).toMatchObject([{ status: 'done', done: 2, failed: 0 }]);
    expect(under.size()).toBe(0);
  });
});

describe('batch queue', () => {
  it('batch queue: for a batch that waits it is rung twice more, later each time, and not after the sweeper', async () => {
    const room = runWorld();
    await room.scan('nginx');
    room.world.script.database = 'g2';
    room.script.rematch = async () => ({ outcome: 'needs_fresh_scan', reason: 'analysis_missing' });
    await room.sound.start();
    const rung: [number | undefined, number | undefined][] = [];
    const queue: BatchQueue = { ring: async ({ again }, afterMs) => void rung.push([again, afterMs]) };
    const deliver = (again?: number) => {
      const body = formatBatchMessage({ ...room.batches[0]!, ...(again !== undefined && { again }) });
      return deliverBatches({ ...room.sound.worker, queue }, [{ id: 'm', body }]);
    };
    await deliver();
    await deliver(1);
    await deliver(2);
    expect(rung).toEqual([
      [1, 15_000],
      [2, 60_000],
    ]);
    room.world.time.now += 180_000;
    await room.sound.sweep();
    await deliver(room.batches.at(-1)!.again);
    expect(rung).toHaveLength(2);
  });

  it('batch queue: one that cannot be reached says so', async () => {
    const wire = await queueStandIn({ now: 0 }, againMs, most);
    const queue = sqsDoorbell(wire.client, wire.url, formatBatchMessage);
    await wire.close();
    await expect(queue.ring({ tenant: 'a', run: 'r', number: 1 })).rejects.toMatchObject({
      code: 'storage_unavailable',
    });
  });

  it('batch queue: what is none of our messages is counted and gone, those beside it are done (F18, F19)', async () => {
    const room = runWorld();
    await room.scan('nginx');
    room.world.script.database = 'g2';
    await room.sound.start();
    const bodies = ['{"tenant":', formatBatchMessage(room.batches[0]!), '{}'];
    const deliveries = bodies.map((body, at) => ({ id: String(at), body }));
    expect(await deliverBatches(room.sound.worker, deliveries)).toEqual([]);
    expect(room.world.counted.filter((name) => name === 'RescanMessagesUnknown')).toHaveLength(2);
    expect(await room.runsOf()).toMatchObject([{ status: 'done', done: 1 }]);
  });

  it('batch queue: of batches whose time is over those that were not done come again', async () => {
    const room = runWorld();
    await room.scan('nginx');
    room.world.script.database = 'g2';
    await room.sound.start();
    const delivery = { id: 'm', body: formatBatchMessage(room.batches[0]!) };
    expect(await deliverBatches(room.sound.worker, [delivery], AbortSignal.abort())).toEqual(['m']);
    expect(await room.runsOf()).toMatchObject([{ status: 'running', done: 0 }]);
    expect(await deliverBatches(room.sound.worker, [delivery])).toEqual([]);
    expect(await room.runsOf()).toMatchObject([{ status: 'done', done: 1 }]);
  });
});
