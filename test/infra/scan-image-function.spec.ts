import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { parseReference } from '../../functions/image/reference.ts';
import type { ImageScan } from '../../functions/scans/image/image-scan.ts';
import { queuedScan } from '../../functions/scans/image/job.ts';
import { defaultImageScanLimits as limits } from '../../functions/scans/image/limits.ts';
import { formatScanMessage } from '../../functions/scans/image/scan-message.ts';
import { dynamoImageScanStore } from '../../functions/storage/images/dynamo-image-scan-store.ts';
import { sqsScanQueue } from '../../functions/storage/queues/sqs-scan-queue.ts';
import { imageScanIdFor } from '../contract/sample-image-scan.ts';
import { sampleReportJson } from '../image/sample-report.ts';
import { cachingTrivy } from '../scanner/caching-trivy.ts';
import { debian, imageWith } from '../trivy/sample-images.ts';
import { cloudStartMs, type ImageCloud, imageCloud } from './image-cloud.ts';
import type { LambdaProcess } from './lambda-process.ts';

const vulnerabilities = [{ id: 'CVE-1', severity: 'CRITICAL', fixed: '2', status: 'fixed' }];
const report = sampleReportJson([{ packages: 3, vulnerabilities }]);
let cloud: ImageCloud;
let worker: LambdaProcess;

beforeAll(async () => {
  cloud = await imageCloud();
  await Promise.all(['scan-image', 'bury', 'sweep'].map((name) => cloud.bundle(name)));
  cloud.registry.add('app', '1', imageWith(debian));
  await cloud.promoteDatabase();
  worker = await cloud.start('scan-image', { TRIVY_BIN: cloud.trivy('good', { report }) });
}, cloudStartMs);
afterAll(() => cloud?.close());
afterEach(() => {
  cloud.bucket.recover();
  cloud.registry.script(() => false);
});

const scans = () => dynamoImageScanStore(cloud.table.client, cloud.table.table, Date.now);
const queue = () => sqsScanQueue(cloud.queue.client, cloud.queue.url, formatScanMessage);
const rowOf = async (id: string): Promise<ImageScan> => (await scans().read('alice', id))!;

/** A queued scan of an image, and its doorbell. */
async function submit(name: string, reference = `${cloud.registry.host}/app:1`): Promise<string> {
  const { registry, repository } = parseReference(reference);
  const id = imageScanIdFor(name);
  const subject = { tenant: 'alice', id, image: reference, repository: `${registry}/${repository}` };
  const about = { platform: 'linux/amd64', scanners: 'vuln', database: 'g1', needsCredentials: false };
  await scans().create(queuedScan({ ...subject, ...about }, Date.now(), limits));
  await queue().ring({ tenant: 'alice', id, generation: 1 });
  return id;
}

const deliver = (lambda: LambdaProcess) => cloud.deliver(lambda);

describe('the worker function', () => {
  it('worker: pulls, scans, keeps report and result, and its message is gone', async () => {
    const id = await submit('first');
    expect(await deliver(worker)).toBe(false);
    const scan = await rowOf(id);
    expect(scan).toMatchObject({ status: 'done', attempts: 1, result: { verdict: 'fail', counts: { total: 1 } } });
    expect([...cloud.bucket.objects.keys()]).toContain(`/drydock/${scan.result?.report.key}`);
    expect(scan.result?.coverage.database).toMatchObject({ stale: false });
    expect(cloud.queue.waiting()).toBe(0);
  });

  it('worker: the database is fetched once in its life', async () => {
    const parts = () => cloud.bucket.requests.filter((line) => /^GET .*trivy\.db\.\d+\.zst$/.test(line)).length;
    const before = parts();
    expect(before).toBeGreaterThan(0);
    await submit('second');
    await deliver(worker);
    expect(parts()).toBe(before);
  });

  it('worker: analyses of layers are kept in the bucket, and what is known is not fetched by another worker', async () => {
    const TRIVY_BIN = cachingTrivy(join(cloud.folder, 'caching'));
    const [layer] = imageWith(debian).layers;
    const fetched = () => cloud.registry.requests.filter(({ path }) => path.endsWith(layer!.digest)).length;
    const before = fetched();
    const results = [];
    for (const name of ['cold', 'warm']) {
      const id = await submit(name);
      await deliver(await cloud.start('scan-image', { TRIVY_BIN }));
      results.push((await rowOf(id)).result);
    }
    expect(fetched() - before).toBe(1);
    const { analysis } = results[0]!;
    expect(analysis).toMatchObject({ scanner: '0.68.2', blobs: [{ layer: layer!.digest }] });
    expect(results[1]).toMatchObject({ analysis, counts: results[0]!.counts });
    const name = `${layer!.digest.slice(7)}/blob-${analysis!.blobs[0]!.key.slice(7)}`;
    expect([...cloud.bucket.objects.keys()]).toContain(`/drydock/analyses/${name}.gz`);
  });

  it('worker: the same message again does nothing (F17)', async () => {
    const id = await submit('twice');
    await queue().ring({ tenant: 'alice', id, generation: 1 });
    expect([await deliver(worker), await deliver(worker)]).toEqual([false, false]);
    expect(await rowOf(id)).toMatchObject({ status: 'done', attempts: 1 });
  });

  it('worker: of a batch only what failed comes again (F18)', async () => {
    const id = await submit('good');
    const good = (await cloud.queue.receive())!;
    const missing = formatScanMessage({ tenant: 'alice', id: imageScanIdFor('none'), generation: 1 });
    const Records = [
      { messageId: 'gone', receiptHandle: 'r', body: missing },
      { messageId: 'good', receiptHandle: good.ReceiptHandle, body: good.Body },
      { messageId: 'poison', receiptHandle: 'r', body: '{"tenant":' },
    ];
    expect(await worker.invoke({ Records })).toEqual({ batchItemFailures: [] });
    expect(await rowOf(id)).toMatchObject({ status: 'done' });
    await cloud.queue.remove(good.ReceiptHandle!);
  });

  it('worker: a registry that asks for time gets it, by the visibility of the message (F8)', async () => {
    cloud.registry.script((_request, response) => {
      response.writeHead(429, { 'retry-after': '300' }).end();
      return true;
    });
    // Whoever was asked to wait leaves the registry alone: another environment than the other tests'.
    const patient = await cloud.start('scan-image');
    const id = await submit('later');
    expect(await deliver(patient)).toBe(true);
    expect(await rowOf(id)).toMatchObject({ status: 'queued', error: { code: 'registry_rate_limited' } });
    cloud.time.now += 299_000;
    expect(await cloud.queue.receive()).toBeUndefined();
    cloud.time.now += 2_000;
    const message = await cloud.queue.receive();
    expect(message).toBeDefined();
    await cloud.queue.remove(message!.ReceiptHandle!);
  });

  it('worker: a bucket that is down fails the attempt, never the scan (F22)', async () => {
    const id = await submit('no-bucket');
    cloud.bucket.breakDown();
    expect(await deliver(worker)).toBe(true);
    const scan = await rowOf(id);
    expect(scan).toMatchObject({ status: 'queued', attempts: 1, error: { code: 'storage_unavailable' } });
    cloud.time.now += 60_000;
    cloud.bucket.recover();
    await cloud.queue.remove((await cloud.queue.receive())!.ReceiptHandle!);
  });

  it('worker: its log holds no reference, no key and nothing of the environment', () => {
    const lines = worker.log().trim().split('\n');
    for (const line of lines) expect(() => JSON.parse(line), line).not.toThrow();
    expect(worker.log()).not.toMatch(/app:1|kkkk|AWS_/);
  });
});

describe('a worker that dies', () => {
  it('worker: killed in the middle, its scan is taken up by the next one once the lease is over (F3)', async () => {
    const says = join(cloud.folder, 'told.json');
    const hanging = await cloud.start('scan-image', {
      TRIVY_BIN: cloud.trivy('hanging', { hangs: true, tellsTo: says }),
    });
    const id = await submit('killed');
    const message = (await cloud.queue.receive())!;
    const record = { messageId: 'm', receiptHandle: message.ReceiptHandle, body: message.Body };
    const lost = hanging.invoke({ Records: [record] }).catch((error: Error) => error);
    await expect.poll(async () => (await rowOf(id)).status, { timeout: 20_000 }).toBe('running');
    await hanging.close();
    expect(await lost).toBeInstanceOf(Error);
    const row = await rowOf(id);
    // A minute that nobody waits for: the lease of the dead one ends now.
    await scans().replace({ ...row, fence: row.fence + 1, due: Date.now() - 1 }, row.fence);
    const sweeper = await cloud.start('sweep');
    expect(await sweeper.invoke({})).toMatchObject({ rung: 1 });
    expect(await deliver(worker)).toBe(false);
    expect(await rowOf(id)).toMatchObject({ status: 'done', attempts: 2 });
    await cloud.queue.remove(message.ReceiptHandle!);
  });

  it('worker: before its time is over it ends Trivy and gives the scan back (F2, F3)', async () => {
    const TRIVY_BIN = cloud.trivy('slow', { hangs: true });
    const slow = await cloud.start('scan-image', { TRIVY_BIN }, 22_000);
    const id = await submit('slow');
    expect(await deliver(slow)).toBe(true);
    expect(await rowOf(id)).toMatchObject({ status: 'queued', error: { code: 'scanner_timeout', retryable: true } });
    cloud.time.now += 60_000;
    await cloud.queue.remove((await cloud.queue.receive())!.ReceiptHandle!);
  });
});

describe('the function of dead letters', () => {
  it('dead letter: its scan has failed, a poisoned one is counted and gone (F19)', async () => {
    const bury = await cloud.start('bury');
    const id = await submit('dead');
    const message = (await cloud.queue.receive())!;
    const Records = [
      { messageId: 'a', receiptHandle: 'a', body: message.Body },
      { messageId: 'b', receiptHandle: 'b', body: 'no message of ours' },
    ];
    expect(await bury.invoke({ Records })).toEqual({ batchItemFailures: [] });
    expect(await rowOf(id)).toMatchObject({ status: 'failed', error: { code: 'dead_lettered' } });
    await expect.poll(() => bury.log()).toContain('"ImageScanDeadLetters":[1,1]');
    await cloud.queue.remove(message.ReceiptHandle!);
  });
});

describe('the roles of these functions', () => {
  it('roles: nothing was asked for that the template does not allow', () => {
    expect(cloud.gate.refused).toEqual([]);
    expect([...cloud.gate.used.keys()].sort()).toEqual(['bury', 'scan-image', 'sweep']);
  });
});
