import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { s3DatabaseObjects } from '../../functions/storage/s3-database-objects.ts';
import { bucketGenerations } from '../../functions/trivy/database/bucket/bucket-generations.ts';
import { databaseCommands } from '../../functions/trivy/database/database-commands.ts';
import { writeTrivyDatabase } from '../../sample/database/write-trivy-database.ts';
import { bundleLambda } from '../../scripts/lambda-bundle.ts';
import { bucketStandIn } from '../contract/bucket-stand-in.ts';
import { memoryTable } from '../contract/memory-table.ts';
import { queueStandIn } from '../contract/queue-stand-in.ts';
import { scriptedRegistry } from '../registry/scripted-registry.ts';
import { selfSigned } from '../registry/self-signed.ts';
import { sampleAdvisories } from '../trivy/database/sample-advisories.ts';
import { type FakeBehaviour, fakeTrivy } from '../trivy/fake-trivy.ts';
import { type LambdaProcess, startLambda } from './lambda-process.ts';

interface BatchAnswer {
  batchItemFailures: { itemIdentifier: string }[];
}

/** The AWS side of image scans on loopback: table, bucket, queue and a registry over https, and functions as processes. */
export async function imageCloud() {
  const folder = mkdtempSync(join(tmpdir(), 'drydock-cloud-'));
  const tls = selfSigned('localhost');
  writeFileSync(join(folder, 'authority.pem'), tls.cert);
  // SQS counts from when a message was received; this clock is moved by the test.
  const time = { now: Date.now() };
  const visibilityMs = 960_000;
  const operations = new Set<string>();
  const [table, bucket, queue, registry] = await Promise.all([
    memoryTable('drydock-test', (server) =>
      server.on('request', ({ headers }) => operations.add(String(headers['x-amz-target']).split('.')[1] ?? '')),
    ),
    bucketStandIn(),
    queueStandIn(time, visibilityMs, 30),
    scriptedRegistry(tls),
  ]);
  const started: LambdaProcess[] = [];
  const environment = {
    TABLE_NAME: table.table,
    AWS_ENDPOINT_URL_DYNAMODB: table.endpoint,
    BUCKET_NAME: 'drydock',
    AWS_ENDPOINT_URL_S3: bucket.endpoint,
    QUEUE_URL: queue.url,
    // Both kinds of doorbells: what rings is delivered to the function that a test names.
    BATCH_QUEUE_URL: queue.url,
    DELIVERY_QUEUE_URL: queue.url,
    AWS_ENDPOINT_URL_SQS: new URL(queue.url).origin,
    DRYDOCK_DEPLOYMENT_KEY: 'k'.repeat(64),
    DRYDOCK_PRIVATE_REGISTRIES: `${registry.host}=127.0.0.1`,
    NODE_EXTRA_CA_CERTS: join(folder, 'authority.pem'),
  };
  return {
    ...{ folder, time, table, bucket, queue, registry },
    /** what anyone asked of the table */
    operations,
    /** One environment of a function, with a `/tmp` of its own. */
    async start(handler: string, given: Record<string, string> = {}, timeoutMs = 900_000): Promise<LambdaProcess> {
      const own = { TMPDIR: mkdtempSync(join(folder, 'tmp-')), _HANDLER: `handlers/${handler}.handler` };
      const lambda = await startLambda(join(folder, 'code', handler), { ...environment, ...own, ...given }, timeoutMs);
      started.push(lambda);
      return lambda;
    },
    /** Puts a database into the bucket, as the refresher does. */
    async promoteDatabase(): Promise<void> {
      const directory = join(folder, 'refresher');
      const database = join(folder, 'database');
      writeTrivyDatabase(database, { ...sampleAdvisories, updatedAt: new Date() });
      const commands = databaseCommands({
        generations: bucketGenerations(s3DatabaseObjects(bucket.client, 'drydock'), directory),
        canary: async () => new Set(),
        source: { open: () => Promise.reject(new Error('nothing is fetched')) },
        jobs: join(directory, 'jobs'),
        clock: Date.now,
      });
      await commands.importFrom(database);
    },
    /** What the event source does with one message: hands it over, and deletes it unless it is to come again, which is the answer. */
    async deliver(to: LambdaProcess | ((body: string) => LambdaProcess)): Promise<boolean> {
      const message = (await queue.receive())!;
      const lambda = typeof to === 'function' ? to(message.Body!) : to;
      const record = { messageId: message.MessageId, receiptHandle: message.ReceiptHandle, body: message.Body };
      const { batchItemFailures } = (await lambda.invoke({ Records: [record] })) as BatchAnswer;
      const isAgain = batchItemFailures.some(({ itemIdentifier }) => itemIdentifier === message.MessageId);
      if (!isAgain) await queue.remove(message.ReceiptHandle!);
      return isAgain;
    },
    bundle: (handler: string) => bundleLambda(handler, join(folder, 'code', handler)),
    /** a Trivy that does as it is told, for TRIVY_BIN */
    trivy: (name: string, behaviour: FakeBehaviour) => fakeTrivy(join(folder, name), behaviour),
    async close() {
      await Promise.all(started.map((lambda) => lambda.close()));
      await Promise.all([table.close(), bucket.close(), queue.close(), registry.close()]);
      rmSync(folder, { recursive: true });
    },
  };
}

export type ImageCloud = Awaited<ReturnType<typeof imageCloud>>;
