import { ScanCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dynamoScanStore } from '../../../functions/storage/manifests/dynamo-scan-store.ts';
import { sweepExpired } from '../../../local/table/sweep-expired.ts';
import { memoryTable, type TestTable } from '../../contract/memory-table.ts';
import { idFor, noon, sampleObject, sampleScan } from '../../contract/sample-scan.ts';

let table: TestTable;
beforeAll(async () => {
  table = await memoryTable();
});
afterAll(() => table.close());

const day = 86_400_000;

describe('sweep', () => {
  it('sweep: deletes scans and pointers whose time has passed, and nothing else', async () => {
    const store = dynamoScanStore(table.client, table.table, () => noon);
    const objects = [sampleObject('Pod/a.default'), sampleObject('Pod/b.default')];
    await store.record(sampleScan({ id: idFor('old'), objects }));
    await store.record(sampleScan({ id: idFor('new'), objects, lastSeen: noon + 1_000 }));
    expect(await sweepExpired(table.client, table.table, noon + day - 1)).toBe(0);
    expect(await sweepExpired(table.client, table.table, noon + day)).toBe(2);
    const { Items } = await table.client.send(new ScanCommand({ TableName: table.table }));
    expect(new Set(Items!.map(({ id }) => id?.S))).toEqual(new Set([idFor('new')]));
    expect(Items).toHaveLength(2);
  });

  it('sweep: a scan seen again while it is swept stays', async () => {
    const store = dynamoScanStore(table.client, table.table, () => noon);
    await store.record(sampleScan({ id: idFor('revived') }));
    const later = noon + 2 * day;
    const seenAgainMeanwhile = {
      send: async (command: { input: object }) => {
        const answer = await table.client.send(command as ScanCommand);
        if (command instanceof ScanCommand) await store.record(sampleScan({ id: idFor('revived'), lastSeen: later }));
        return answer;
      },
    } as unknown as typeof table.client;
    await sweepExpired(seenAgainMeanwhile, table.table, later);
    expect(await store.read('default', idFor('revived'))).toMatchObject({ lastSeen: later });
  });

  it('sweep: goes through tables of many pages', async () => {
    const store = dynamoScanStore(table.client, table.table, () => noon);
    const objects = Array.from({ length: 80 }, () => sampleObject('x'.repeat(390)));
    await Promise.all(
      Array.from({ length: 45 }, (_, index) => store.record(sampleScan({ id: idFor(`big ${index}`), objects }))),
    );
    expect(await sweepExpired(table.client, table.table, noon + 4 * day)).toBeGreaterThanOrEqual(45);
    const { Count } = await table.client.send(new ScanCommand({ TableName: table.table }));
    expect(Count).toBe(0);
  });
});
