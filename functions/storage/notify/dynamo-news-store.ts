import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { News } from '../../notify/news.ts';
import type { Clock, NewsStore } from '../../notify/ports.ts';
import { reachTable } from '../storage-unavailable.ts';
import { absent, putIf } from '../table/conditional-put.ts';
import { jsonItem, readJsonItem } from '../table/json-item.ts';
import { queryAll } from '../table/query-all.ts';
import { readRow } from '../table/read-row.ts';
import { allNewsPartitions, newsPartitionOf, newsSort } from './notify-keys.ts';

const retentionSeconds = 30 * 86_400;

/** What is new in the table, by the keys of docs/table.md. */
export function dynamoNewsStore(client: DynamoDBClient, table: string, clock: Clock): NewsStore {
  return {
    note: (news) =>
      reachTable(async () => {
        const keys = { pk: newsPartitionOf(news), sk: newsSort(news) };
        const item = jsonItem({ ...keys, ttl: Math.ceil(clock() / 1000) + retentionSeconds }, news);
        if (await putIf(client, table, item, absent(clock()))) return news.source;
        const key = { pk: { S: keys.pk }, sk: { S: keys.sk } };
        return readJsonItem<News>(await readRow(client, table, key), clock())?.source ?? news.source;
      }),
    async *of(tenant, database, sources) {
      const wanted = new Set(sources);
      for (const partition of allNewsPartitions(tenant, database)) {
        const items = queryAll(client, table, { partition, beginning: '' });
        for (;;) {
          const next = await reachTable(() => items.next());
          if (next.done) break;
          const news = readJsonItem<News>(next.value, clock());
          if (news !== undefined && wanted.has(news.source)) yield news;
        }
      }
    },
  };
}
