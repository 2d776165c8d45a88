import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { s3DatabaseObjects } from '../../functions/storage/objects/s3-database-objects.ts';
import { bucketGenerations } from '../../functions/trivy/database/bucket/bucket-generations.ts';
import { databaseCommands } from '../../functions/trivy/database/database-commands.ts';
import { endOrphans } from '../../functions/trivy/end-orphans.ts';
import { writeTrivyDatabase } from '../../sample/database/write-trivy-database.ts';
import { bundleLambda } from '../../scripts/lambda-bundle.ts';
import { bucketStandIn } from '../contract/bucket-stand-in.ts';
import { memoryTable } from '../contract/memory-table.ts';
import { queueStandIn } from '../contract/queue-stand-in.ts';
import { scriptedRegistry } from '../registry/scripted-registry.ts';
import { selfSigned } from '../registry/self-signed.ts';
import { sampleAdvisories } from '../trivy/database/sample-advisories.ts';
import { type FakeBehaviour, fakeTrivy } from '../trivy/fake-trivy.ts';
import { awsGate } from './aws-gate.ts';
import { deployedFunctions, eventSources, named } from './deployed-functions.ts';
import { type LambdaProcess, startLambda } from './lambda-process.ts';
import { secretsStandIn } from './secrets-stand-in.ts';
import { synthesize } from './synthesize.ts';

interface BatchAnswer {
  batchItemFailures: { itemIdentifier: string }[];
}

/** What a suite gives its start: the template is made and functions are bundled. */
export const cloudStartMs = 180_000;

const deploymentKey = 'k'.repeat(64);
// SQS counts from when a message was received.
const visibilityMs = 960_000;

/** The AWS side of image scans on loopback, and functions as processes with the environment and the rights that the template gives them. */
export async function imageCloud() {
  const folder = mkdtempSync(join(tmpdir(), 'drydock-cloud-'));
  const tls = selfSigned('localhost');
  writeFileSync(join(folder, 'authority.pem'), tls.cert);
  const stack = synthesize();
  const deployed = deployedFunctions(stack);
  const idOf = (type: string): string => Object.entries(stack.resources).find(([, { Type }]) => Type === type)![0];
  const sources = eventSources(stack);
  // A clock that is moved by the test.
  const time = { now: Date.now() };
  const queueOf = async (handler: string) => ({
    id: sources.find((source) => source.handler === handler)!.queue,
    ...(await queueStandIn(time, visibilityMs, 30)),
  });
  const [table, bucket, queue, batches, messages, registry, secrets] = await Promise.all([
    memoryTable('drydock-test'),
    bucketStandIn(),
    queueOf('scan-image'),
    queueOf('rematch'),
    queueOf('notify'),
    scriptedRegistry(tls),
    secretsStandIn('p'.repeat(64)),
  ]);
  const queues = { 'scan-image': queue, rematch: batches, notify: messages };
  const names = { table: idOf('AWS::DynamoDB::Table'), bucket: idOf('AWS::S3::Bucket') };
  const endpoints = new Map<string, string>([
    ['dynamodb', table.endpoint],
    ['s3', bucket.endpoint],
    ['secretsmanager', secrets.endpoint],
    ...Object.values(queues).map(({ id, url }) => [id, url] as const),
  ]);
  const gate = await awsGate({
    places: names,
    endpointOf: ({ service, queue }) => endpoints.get(queue ?? service)!,
    statementsOf: (caller) => deployed[caller]?.statements ?? [],
  });
  const values = new Map<string, string>([
    [names.table, table.table],
    [names.bucket, 'drydock'],
    ...Object.values(queues).map(({ id }) => [id, `${gate.endpoint}/000000000000/${id}`] as const),
  ]);
  const started: LambdaProcess[] = [];
  const common = {
    AWS_ENDPOINT_URL: gate.endpoint,
    AWS_ENDPOINT_URL_SECRETS_MANAGER: gate.endpoint,
    NODE_EXTRA_CA_CERTS: join(folder, 'authority.pem'),
  };
  const environmentOf = (name: string): Record<string, string> => {
    const entries = Object.entries(deployed[name]!.environment);
    const resolved = entries.map(([variable, value]) => [variable, values.get(named(value)) ?? named(value)]);
    const { DRYDOCK_DEPLOYMENT_KEY: key, ...environment } = Object.fromEntries(resolved);
    return {
      ...environment,
      // CloudFormation resolves the reference to the secret.
      ...(key !== undefined && { DRYDOCK_DEPLOYMENT_KEY: deploymentKey }),
      DRYDOCK_PRIVATE_REGISTRIES: `${registry.host}=127.0.0.1`,
    };
  };
  const deliverOne = async (of: keyof typeof queues, lambda: LambdaProcess): Promise<boolean | undefined> => {
    const message = await queues[of].receive();
    if (message === undefined) return undefined;
    const record = { messageId: message.MessageId, receiptHandle: message.ReceiptHandle, body: message.Body };
    const { batchItemFailures } = (await lambda.invoke({ Records: [record] })) as BatchAnswer;
    const isAgain = batchItemFailures.some(({ itemIdentifier }) => itemIdentifier === message.MessageId);
    if (!isAgain) await queues[of].remove(message.ReceiptHandle!);
    return isAgain;
  };
  return {
    ...{ folder, time, table, bucket, queue, batches, messages, registry, gate, deployed },
    /** One environment of a function, with a `/tmp` of its own. */
    async start(name: string, given: Record<string, string> = {}, timeoutMs = 900_000): Promise<LambdaProcess> {
      const { handler } = deployed[name]!;
      const own = {
        ...{ TMPDIR: mkdtempSync(join(folder, 'tmp-')), _HANDLER: `handlers/${handler}.handler` },
        // What it signs with tells the gate who asks.
        AWS_ACCESS_KEY_ID: name,
      };
      const environment = { ...environmentOf(name), ...common, ...own, ...given };
      const lambda = await startLambda(join(folder, 'code', handler), environment, timeoutMs);
      started.push(lambda);
      return lambda;
    },
    /** Puts a database into the bucket, as the refresher does. */
    async promoteDatabase(updatedAt = new Date()): Promise<void> {
      const directory = join(folder, 'refresher');
      const database = join(folder, 'database');
      writeTrivyDatabase(database, { ...sampleAdvisories, updatedAt });
      const commands = databaseCommands({
        generations: bucketGenerations(s3DatabaseObjects(bucket.client, 'drydock'), directory),
        canary: async () => new Set(),
        source: { open: () => Promise.reject(new Error('nothing is fetched')) },
        jobs: join(directory, 'jobs'),
        clock: Date.now,
      });
      await commands.importFrom(database);
    },
    /** What the event source of a function does with one message: hands it over, and deletes it unless it is to come again, which is the answer. */
    deliver: async (lambda: LambdaProcess): Promise<boolean> => (await deliverOne('scan-image', lambda))!,
    /** The same with all messages of all queues, until none can be had. */
    async deliverAll(functions: Record<keyof typeof queues, LambdaProcess>): Promise<void> {
      let isQuiet = false;
      while (!isQuiet) {
        isQuiet = true;
        for (const of of Object.keys(queues) as (keyof typeof queues)[]) {
          if ((await deliverOne(of, functions[of])) !== undefined) isQuiet = false;
        }
      }
    },
    bundle: (handler: string) => bundleLambda(handler, join(folder, 'code', handler)),
    /** a Trivy that does as it is told, for TRIVY_BIN */
    trivy: (name: string, behaviour: FakeBehaviour) => fakeTrivy(join(folder, name), behaviour),
    async close() {
      await Promise.all(started.map((lambda) => lambda.close()));
      // On Lambda the machine ends with the process.
      await endOrphans(folder);
      gate.close();
      secrets.close();
      await Promise.all([table, bucket, queue, batches, messages, registry].map((one) => one.close()));
      rmSync(folder, { recursive: true });
    },
  };
}

export type ImageCloud = Awaited<ReturnType<typeof imageCloud>>;
