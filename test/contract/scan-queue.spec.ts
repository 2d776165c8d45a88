import { afterEach, describe, expect, it } from 'vitest';
import { DrydockError } from '../../functions/errors.ts';
import { buryImageScan } from '../../functions/scans/image/dead-letter.ts';
import { type Delivery, deliverImageScans } from '../../functions/scans/image/deliver.ts';
import type { ScanMessage, ScanQueue } from '../../functions/scans/image/ports.ts';
import { runImageScan } from '../../functions/scans/image/run.ts';
import { formatScanMessage, parseScanMessage } from '../../functions/scans/image/scan-message.ts';
import { sqsScanQueue } from '../../functions/storage/queues/sqs-scan-queue.ts';
import { jobWorkers } from '../../local/jobs/job-workers.ts';
import { turns } from '../faults/faulty-world.ts';
import { type ImageWorld, imageWorld, scannedImage } from '../scans/image/image-world.ts';
import { queueStandIn } from './queue-stand-in.ts';

const againMs = 30_000;
const most = 3;

interface QueueUnderTest {
  queue: ScanQueue;
  /** Lets everything that is due be delivered and worked on. */
  work(): Promise<void>;
  /** messages that are not gone */
  size(): number;
  close(): Promise<void>;
}

async function inProcess(world: ImageWorld): Promise<QueueUnderTest> {
  const workers = jobWorkers<ScanMessage>({
    ...{ workers: 1, deliveries: most, againAfterMs: againMs, timer: world.timer.set },
    run: (message, signal) => runImageScan(world.deps, message, signal),
    bury: (message) => buryImageScan(world.deps, message),
  });
  return { queue: workers, work: () => turns(5), size: workers.size, close: workers.close };
}

/** What the event source of Lambda does: receives, calls, deletes what was not reported as failed, and feeds the dead letters to their own function. */
async function overSqs(world: ImageWorld): Promise<QueueUnderTest> {
  const wire = await queueStandIn(world.time, againMs, most);
  const queue = sqsScanQueue(wire.client, wire.url, formatScanMessage);
  const postpone = (delivery: Delivery, ms: number) => queue.postpone(delivery.id, ms);
  return {
    queue,
    async work() {
      for (let next = await wire.receive(); next !== undefined; next = await wire.receive()) {
        const delivery = { id: next.ReceiptHandle!, body: next.Body! };
        const failed = await deliverImageScans(world.deps, [delivery], postpone);
        if (!failed.includes(delivery.id)) await wire.remove(delivery.id);
      }
      for (const body of wire.dead.splice(0)) await buryImageScan(world.deps, parseScanMessage(body));
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
    const world = imageWorld();
    under = await open(world);
    const { queue } = under;
    world.deps.queue.ring = (message) => queue.ring(message);
    const rowOf = async (id: string) => (await world.deps.scans.read('alice', id))!;
    return { world, under, rowOf };
  }

  it('scan queue: what is rung for is done, once, and its message gone', async () => {
    const { world, under, rowOf } = await started();
    const scans = [];
    for (const image of ['a', 'b', 'c']) scans.push((await world.submit({ image })).scan);
    await under.work();
    for (const { id } of scans) expect(await rowOf(id)).toMatchObject({ status: 'done', attempts: 1 });
    expect(under.size()).toBe(0);
  });

  it('scan queue: a message rung twice does its work once (F17)', async () => {
    const { world, under } = await started();
    const { scan } = await world.submit();
    await under.queue.ring({ tenant: 'alice', id: scan.id, generation: 1 });
    await under.work();
    expect(world.orders).toHaveLength(1);
    expect(under.size()).toBe(0);
  });

  it('scan queue: a scan that is to wait is delivered when its time has come, not before, with its credentials', async () => {
    const { world, under, rowOf } = await started();
    world.script.scan = () => Promise.reject(new DrydockError('registry_rate_limited', 'wait', { retryAfter: 300 }));
    const { scan } = await world.submit({ credentials: { token: 't' } });
    await under.work();
    world.script.scan = async () => scannedImage();
    world.pass(299_000);
    await under.work();
    expect(await rowOf(scan.id)).toMatchObject({ status: 'queued', error: { code: 'registry_rate_limited' } });
    world.pass(1_000);
    await under.work();
    expect(await rowOf(scan.id)).toMatchObject({ status: 'done' });
    expect(world.orders.at(-1)?.credentials).toEqual({ token: 't' });
  });

  it('scan queue: a message whose runs keep failing is a dead letter, and its scan failed (F19)', async () => {
    const { world, under, rowOf } = await started();
    const { read } = world.deps.scans;
    let reads = 0;
    world.deps.scans.read = (tenant, id) => {
      reads += 1;
      // The first is the submit's own.
      return reads === 1 || reads > most + 1
        ? read(tenant, id)
        : Promise.reject(new DrydockError('storage_unavailable', 'away'));
    };
    const { scan } = await world.submit();
    for (let delivery = 0; delivery <= most; delivery += 1) {
      await under.work();
      world.pass(againMs);
    }
    expect(await rowOf(scan.id)).toMatchObject({ status: 'failed', error: { code: 'dead_lettered' } });
    expect(under.size()).toBe(0);
  });
});

describe('scan queue', () => {
  it('scan queue: one that cannot be reached says so', async () => {
    const world = imageWorld();
    const wire = await queueStandIn(world.time, againMs, most);
    const queue = sqsScanQueue(wire.client, wire.url, formatScanMessage);
    await wire.close();
    const unavailable = expect.objectContaining({ code: 'storage_unavailable' });
    await expect(queue.ring({ tenant: 'a', id: 'x', generation: 1 })).rejects.toEqual(unavailable);
    await expect(queue.postpone('r', 1)).rejects.toEqual(unavailable);
  });
});
