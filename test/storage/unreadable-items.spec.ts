import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dynamoScanStore } from '../../functions/storage/manifests/dynamo-scan-store.ts';
import { scanItem } from '../../functions/storage/manifests/scan-item.ts';
import { memoryTable, type TestTable } from '../contract/memory-table.ts';
import { idFor, noon, sampleObject, sampleScan } from '../contract/sample-scan.ts';

let table: TestTable;
beforeAll(async () => {
  table = await memoryTable();
});
afterAll(() => table.close());

describe('items that cannot be read', () => {
  it('items of a version to come and damaged ones are skipped wherever they would show', async () => {
    const store = dynamoScanStore(table.client, table.table, () => noon);
    const objects = [sampleObject('Pod/a.default'), sampleObject('Pod/b.default')];
    for (const [index, name] of ['good', 'newer', 'damaged'].entries()) {
      await store.record(sampleScan({ id: idFor(name), objects, lastSeen: noon + index }));
    }
    const overwrite = (name: string, index: number, change: object) => {
      const item = scanItem(sampleScan({ id: idFor(name), objects, lastSeen: noon + index }));
      return table.client.send(new PutItemCommand({ TableName: table.table, Item: { ...item, ...change } }));
    };
    await overwrite('newer', 1, { v: { N: '7' } });
    await overwrite('damaged', 2, { objects: { S: '[[' } });

    for (const object of [undefined, 'Pod/a.default', 'Pod/b.default']) {
      const { scans, next } = await store.list({
        tenant: 'default',
        limit: 1,
        ...(object !== undefined && { object }),
      });
      expect([scans.map(({ id }) => id), next]).toEqual([[idFor('good')], undefined]);
    }
    expect(await store.read('default', idFor('newer'))).toBeUndefined();
    expect(await store.read('default', idFor('damaged'))).toBeUndefined();
    expect(await store.remove('default', idFor('damaged'))).toBe(false);
  });
});
