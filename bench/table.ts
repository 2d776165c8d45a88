/**
 * Operations of the table of `npm start`, beside the same over HTTP to dynalite (the peer), one after another.
 * `npm run bench:table -- [--rounds 11] [--memory 200000]`: with `--memory` so many more are made of eight callers, and what the process holds is
 * told ten times. Fails when the two answer differently.
 */
import { deepStrictEqual } from 'node:assert';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import {
  BatchGetItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
} from '@aws-sdk/client-dynamodb';
import { batchWrite } from '../functions/storage/table/batch-write.ts';
import { createTable } from '../functions/storage/table/create-table.ts';
import { dynamoClient } from '../functions/storage/table/dynamo-client.ts';
import { embeddedTable } from '../local/table/embedded-table.ts';
import { columns, median, short } from './harness/figures.ts';
import { residentOf } from './harness/high-water.ts';
import { cpuOf, startServer } from './harness/server.ts';

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '11' }, memory: { type: 'string' } } });
const rounds = Number(values.rounds);
const operationsARound = 100;
const TableName = 'drydock';
const directory = mkdtempSync(join(tmpdir(), 'drydock-bench-'));

const items = 2_000;
const keyOf = (n: number) => ({ pk: { S: `T#bench#IMG#${n % 200}` }, sk: { S: `V#${n % items}` } });
const itemOf = (n: number, version: number) => ({
  ...keyOf(n),
  ...{ gsi1pk: { S: `T#bench#LIST#${n % 8}` }, gsi1sk: { S: String(n % items).padStart(8, '0') } },
  ...{ version: { N: String(version) }, text: { S: 'a row of a scan '.repeat(60) } },
});

/** By name: what is asked, and the part of the answer in which no order is random. */
const operations: Record<string, (client: DynamoDBClient, n: number, version: number) => Promise<unknown>> = {
  async GetItem(client, n) {
    return (await client.send(new GetItemCommand({ TableName, Key: keyOf(n), ConsistentRead: true }))).Item;
  },
  async PutItem(client, n, version) {
    const ConditionExpression = 'attribute_not_exists(pk) OR version < :v';
    const ExpressionAttributeValues = { ':v': { N: String(version) } };
    const Item = itemOf(n, version);
    await client.send(new PutItemCommand({ TableName, Item, ConditionExpression, ExpressionAttributeValues }));
  },
  async 'Query, 10 items'(client, n) {
    const ExpressionAttributeValues = { ':pk': keyOf(n).pk };
    const query = { TableName, KeyConditionExpression: 'pk = :pk', ExpressionAttributeValues, ConsistentRead: true };
    return (await client.send(new QueryCommand(query))).Items;
  },
  async 'BatchGetItem, 25 keys'(client, n) {
    const Keys = Array.from({ length: 25 }, (_, index) => keyOf(n + index));
    const RequestItems = { [TableName]: { Keys, ConsistentRead: true } };
    return (await client.send(new BatchGetItemCommand({ RequestItems }))).Responses?.[TableName]?.length;
  },
  async 'BatchWriteItem, 25 items'(client, n, version) {
    await batchWrite(
      client,
      TableName,
      Array.from({ length: 25 }, (_, index) => itemOf(n + index, version)),
    );
  },
};

const own = await embeddedTable({ directory: join(directory, 'own'), clock: Date.now, log: { warn: console.error } });
const program = createRequire(import.meta.url).resolve('dynalite/cli.js');
const peer = await startServer('dynalite', process.execPath, (port) => [
  program,
  ...['--host', '127.0.0.1', '--port', String(port), '--path', join(directory, 'peer')],
]);
const overHttp = dynamoClient({ endpoint: `http://127.0.0.1:${peer.port}`, accessKeyId: 'bench' });
await createTable(overHttp, TableName);
const sides = [
  { client: own.client, cpu: () => cpuOf(process.pid) },
  { client: overHttp, cpu: () => cpuOf(process.pid) + peer.cpu() },
];

async function measure(name: string): Promise<string[]> {
  const times: number[][] = [[], []];
  const processor = [0, 0];
  for (let round = -1; round < rounds; round += 1) {
    const answers: unknown[][] = [[], []];
    for (const turn of [0, 1]) {
      const side = (turn + Math.max(round, 0)) % 2;
      const { client, cpu } = sides[side]!;
      const before = cpu();
      for (let n = 0; n < operationsARound; n += 1) {
        const start = performance.now();
        answers[side]!.push(await operations[name]!(client, round * operationsARound + n + items, round + 2));
        if (round >= 0) times[side]!.push(performance.now() - start);
      }
      if (round >= 0) processor[side]! += cpu() - before;
    }
    deepStrictEqual(answers[0], answers[1]);
  }
  const [ours, theirs] = [median(times[0]!), median(times[1]!)];
  const each = processor.map((microseconds) => microseconds / 1000 / rounds / operationsARound);
  return [name, ...[ours, theirs, each[0]!, each[1]!].map(short), `${short(theirs / ours)} x`];
}

async function useMemory(count: number): Promise<string[][]> {
  const rows: string[][] = [];
  const kinds = Object.values(operations);
  let made = 0;
  const caller = async (until: number): Promise<void> => {
    while (made < until) {
      made += 1;
      await kinds[made % kinds.length]!(own.client, made, made + rounds + 2);
    }
  };
  for (let part = 1; part <= 10; part += 1) {
    await Promise.all(Array.from({ length: 8 }, () => caller((count * part) / 10)));
    const { heapUsed, heapTotal } = process.memoryUsage();
    rows.push([String(made), ...[residentOf(process.pid, 'VmRSS'), heapTotal, heapUsed].map((n) => short(n / 1e6))]);
  }
  return rows;
}

try {
  for (const { client } of sides) for (let n = 0; n < items; n += 1) await operations.PutItem!(client, n, 0);
  const rows: string[][] = [];
  for (const name of Object.keys(operations)) rows.push(await measure(name));
  console.log(columns([['operation', 'ms', 'peer', 'CPU ms', 'peer', 'faster'], ...rows]));
  if (values.memory !== undefined) {
    const used = await useMemory(Number(values.memory));
    console.log(columns([['operations', 'resident MB', 'heap of the caller', 'in use'], ...used]));
  }
} finally {
  overHttp.destroy();
  await peer.stop();
  await own.close();
  rmSync(directory, { recursive: true });
}
