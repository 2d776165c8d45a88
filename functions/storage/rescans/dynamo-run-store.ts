import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DrydockError } from '../../errors.ts';
import type { RunStore } from '../../rescans/ports.ts';
import type { Run, RunBatch } from '../../rescans/runs/run.ts';
import type { Clock } from '../../scans/ports.ts';
import { dueShardOf, dueShards, readDueSort } from '../images/image-scan-keys.ts';
import type { Item } from '../manifests/scan-item.ts';
import { listingShards, shardOf } from '../manifests/scan-keys.ts';
import { reachTable } from '../storage-unavailable.ts';
import { absent, putIf } from '../table/conditional-put.ts';
import { dueRows } from '../table/due-rows.ts';
import { putFenced } from '../table/fenced-put.ts';
import { jsonItem, packedItem, readJsonItem, readPackedItem } from '../table/json-item.ts';
import { newestFirst } from '../table/newest-first.ts';
import { partOf } from '../table/query-part.ts';
import { readRow } from '../table/read-row.ts';
import {
  batchSort,
  createdSort,
  dueRuns,
  dueSortOf,
  isCreatedSort,
  runPartition,
  runSort,
  runsPartition,
} from './watch-keys.ts';

/** Runs of rescans in the table, by the keys of docs/table.md. */
export function dynamoRunStore(client: DynamoDBClient, table: string, clock: Clock): RunStore {
  const keyOf = (tenant: string, id: string, sort: string) => ({
    pk: { S: runPartition(tenant, id) },
    sk: { S: sort },
  });
  const readBatch = async (tenant: string, run: string, number: number): Promise<RunBatch | undefined> =>
    readPackedItem(await readRow(client, table, keyOf(tenant, run, batchSort(number))), clock());
  return {
    create: (run) => reachTable(() => putIf(client, table, runItem(run), absent(clock()))),
    read: (tenant, id) =>
      reachTable(async () => readJsonItem<Run>(await readRow(client, table, keyOf(tenant, id, runSort)), clock())),
    replace: (run, fence) => reachTable(() => putFenced(client, table, runItem(run), fence)),
    list: ({ tenant, limit, after }) =>
      reachTable(async () => {
        if (after !== undefined && !isCreatedSort(after)) {
          throw new DrydockError('bad_cursor', 'this is no position in a listing of runs');
        }
        const parts = Array.from({ length: listingShards }, (_, shard) => {
          const where = { index: 'gsi2' as const, partition: runsPartition(tenant, shard), beginning: '' };
          return partOf(client, table, where, (item) => readJsonItem<Run>(item, clock()));
        });
        const { values: runs, next } = await newestFirst(parts, limit, after);
        return next === undefined ? { runs } : { runs, next };
      }),
    addBatch: (batch) =>
      reachTable(async () => {
        const keys = { pk: runPartition(batch.tenant, batch.run), sk: batchSort(batch.number), ttl: batch.expires };
        if (await putIf(client, table, await packedItem(keys, batch), absent(clock()))) return batch;
        return (await readBatch(batch.tenant, batch.run, batch.number)) ?? batch;
      }),
    readBatch: (tenant, run, number) => reachTable(() => readBatch(tenant, run, number)),
    due: (now, limit) =>
      reachTable(async () => {
        const partitions = Array.from({ length: dueShards }, (_, shard) => dueRuns(shard));
        const rows = await dueRows(client, table, partitions, now, limit);
        return rows.flatMap((text) => readDueSort(text) ?? []);
      }),
  };
}

const runItem = (run: Run): Item =>
  jsonItem(
    {
      pk: runPartition(run.tenant, run.id),
      sk: runSort,
      gsi2pk: runsPartition(run.tenant, shardOf(run.id)),
      gsi2sk: createdSort(run),
      ...(run.due !== undefined && {
        gsi3pk: dueRuns(dueShardOf(run.id)),
        gsi3sk: dueSortOf({ ...run, due: run.due }),
      }),
      ...{ fence: run.fence, ttl: run.expires },
    },
    run,
  );
