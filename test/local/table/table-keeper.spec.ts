import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { dynamoScanStore } from '../../../functions/storage/manifests/dynamo-scan-store.ts';
import { slowPace } from '../../../local/table/pace.ts';
import { openJournal } from '../../../local/table/scan-journal.ts';
import { lineOfScan } from '../../../local/table/scan-line.ts';
import { scanRows } from '../../../local/table/scan-rows.ts';
import { tableKeeper } from '../../../local/table/table-keeper.ts';
import { memoryTable, type TestTable } from '../../contract/memory-table.ts';
import { idFor, noon, sampleObject, sampleScan } from '../../contract/sample-scan.ts';
import { handTimer } from '../../scans/hand-timer.ts';

let table: TestTable;
let directory = '';
let tenant = '';
let cases = 0;
beforeAll(async () => {
  table = await memoryTable();
});
afterAll(() => table.close());
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'drydock-'));
  cases += 1;
  tenant = `case-${cases}`;
});
afterEach(() => rmSync(directory, { recursive: true }));

/** A keeper as a process has it; `client` may fail at any request. */
function startKeeper(client: DynamoDBClient = table.client) {
  const timer = handTimer();
  const backlogs: number[] = [];
  const journal = openJournal(directory, noon);
  const store = dynamoScanStore(table.client, table.table, () => noon);
  const rows = scanRows(client, table.table, 1_000_000);
  const onBacklog = (bytes: number) => backlogs.push(bytes);
  const pace = slowPace(timer.set, 50);
  const keeper = tableKeeper({
    ...{ journal, rows, store, timer: timer.set, applyAfterMs: 2_000, journalBytes: 40_000 },
    ...{ pace, calmBytes: 200_000, onBacklog },
  });
  return { keeper, timer, store, journal, backlogs };
}

const lineOf = (name: string, at = 0, count = 1): string =>
  lineOfScan(
    sampleScan({
      ...{ tenant, id: idFor(name), lastSeen: noon + at, count },
      objects: [sampleObject(`Pod/${name}.default`), sampleObject('Pod/shared.default')],
    }),
  );

/** The client of a process that dies at its nth request: before it is sent, or after its work is done. */
function dyingClient(nth: number, when: 'before' | 'after'): DynamoDBClient {
  let sent = 0;
  const send = async (...request: Parameters<DynamoDBClient['send']>): Promise<unknown> => {
    sent += 1;
    if (sent > nth || (sent === nth && when === 'before')) throw new Error('killed');
    const answer = await table.client.send(...request);
    if (sent === nth) throw new Error('killed');
    return answer;
  };
  return { send } as DynamoDBClient;
}

describe('table keeper', () => {
  it('table keeper: what was written is in the table once it is settled', async () => {
    const { keeper, store, backlogs } = startKeeper();
    keeper.write(`${lineOf('a')}\n${lineOf('b', 1)}`);
    await keeper.settle();
    expect(await store.read(tenant, idFor('a'))).toMatchObject({ count: 1 });
    expect((await store.list({ tenant, limit: 5, object: 'Pod/shared.default' })).scans).toHaveLength(2);
    expect(backlogs.at(-1)).toBe(0);
  });

  it('table keeper: rows gather for two seconds and are then written without being asked for', async () => {
    const { keeper, store, timer, backlogs } = startKeeper();
    keeper.write(lineOf('a'));
    keeper.write(lineOf('a', 5));
    timer.advance(1_999);
    expect(await store.read(tenant, idFor('a'))).toBeUndefined();
    timer.advance(1);
    await keeper.settle();
    expect(await store.read(tenant, idFor('a'))).toMatchObject({ count: 2, lastSeen: noon + 5 });
    expect(Math.max(...backlogs)).toBeGreaterThan(0);
    expect(timer.waiting()).toBe(0);
  });

  /** A keeper that has written some of 80 rows, which nobody waits for, when they are seen again. */
  async function startWriting() {
    const started = startKeeper();
    const names = Array.from({ length: 80 }, (_, i) => `row ${i}`);
    const see = (at: number) => started.keeper.write(names.map((name) => lineOf(name, at)).join('\n'));
    see(0);
    started.timer.advance(2_000);
    while (started.timer.waiting() === 0) await new Promise(setImmediate);
    see(10);
    return started;
  }

  it('table keeper: a reader ends the rests between rows that are written, and sees what came meanwhile', async () => {
    const { keeper, store } = await startWriting();
    await keeper.settle();
    const { scans } = await store.list({ tenant, limit: 100 });
    expect(scans.map(({ count, lastSeen }) => [count, lastSeen])).toEqual(Array(80).fill([2, noon + 10]));
  });

  it('table keeper: a process killed while it rests between rows loses and doubles nothing', async () => {
    await startWriting();
    const { keeper, store } = startKeeper();
    await keeper.recover();
    expect((await store.list({ tenant, limit: 100 })).scans.map(({ count }) => count)).toEqual(Array(80).fill(2));
  });

  it('table keeper: a row removed while rows are written stays removed', async () => {
    const { keeper, store } = await startWriting();
    expect(await keeper.remove(tenant, idFor('row 79'))).toBe(true);
    await keeper.settle();
    expect(await store.read(tenant, idFor('row 79'))).toBeUndefined();
    expect(await store.read(tenant, idFor('row 78'))).toMatchObject({ count: 2 });
  });

  it('table keeper: a journal that is full is written to the table before its time, and after a failure not before', async () => {
    let isBroken = true;
    const client = {
      send: (...request: Parameters<DynamoDBClient['send']>) =>
        isBroken ? Promise.reject(new Error('down')) : table.client.send(...request),
    } as DynamoDBClient;
    const { keeper, store, timer, journal, backlogs } = startKeeper(client);
    const first = journal.segment;
    // Tells of what waits once when it is merged, and once when it is written.
    const fill = async (tells: number) => {
      const told = backlogs.length + tells;
      keeper.write(Array.from({ length: 300 }, (_, at) => lineOf('a', at)).join('\n'));
      while (backlogs.length < told) await new Promise(setImmediate);
    };
    await fill(2);
    expect(journal.segment).toBe(first + 1);
    for (let again = 0; again < 3; again += 1) await fill(1);
    expect(journal.segment).toBe(first + 1);
    isBroken = false;
    timer.advance(2_000);
    while ((await store.read(tenant, idFor('a'))) === undefined) await new Promise(setImmediate);
    expect(await store.read(tenant, idFor('a'))).toMatchObject({ count: 1_200 });
    await keeper.close();
  });

  it('table keeper: counts of a row from an earlier life are kept', async () => {
    const first = startKeeper();
    first.keeper.write(lineOf('a', 0, 4));
    await first.keeper.close();
    const second = startKeeper();
    await second.keeper.recover();
    second.keeper.write(lineOf('a', 9, 3));
    await second.keeper.settle();
    expect(await second.store.read(tenant, idFor('a'))).toMatchObject({ count: 7, firstSeen: noon });
  });

  it('table keeper: a removed row starts again with what comes after', async () => {
    const { keeper, store } = startKeeper();
    keeper.write(lineOf('a', 0, 4));
    expect(await keeper.remove(tenant, idFor('a'))).toBe(true);
    expect(await keeper.remove(tenant, idFor('a'))).toBe(false);
    keeper.write(lineOf('a', 9));
    await keeper.settle();
    expect(await store.read(tenant, idFor('a'))).toMatchObject({ count: 1, firstSeen: noon + 9 });
  });

  it('table keeper: while the table fails, settling says so, and nothing is lost when it works again', async () => {
    let isBroken = true;
    const client = {
      send: (...request: Parameters<DynamoDBClient['send']>) =>
        isBroken ? Promise.reject(new Error('down')) : table.client.send(...request),
    } as DynamoDBClient;
    const { keeper, store, timer } = startKeeper(client);
    keeper.write(lineOf('a'));
    await expect(keeper.settle()).rejects.toThrow('down');
    keeper.write(lineOf('a', 1));
    await expect(keeper.settle()).rejects.toThrow('down');
    isBroken = false;
    expect(timer.waiting()).toBe(1);
    await keeper.settle();
    expect(await store.read(tenant, idFor('a'))).toMatchObject({ count: 2 });
  });

  it('table keeper: a process killed at any request, before or after its work, loses and doubles nothing', async () => {
    for (const when of ['before', 'after'] as const) {
      for (let nth = 1; nth <= 6; nth += 1) {
        tenant = `killed-${when}-${nth}`;
        const killed = startKeeper(dyingClient(nth, when));
        killed.keeper.write(`${lineOf('a', 0, 2)}\n${lineOf('b')}`);
        await killed.keeper.settle().catch(() => {});
        killed.keeper.write(lineOf('a', 10, 3));
        await killed.keeper.settle().catch(() => {});
        killed.keeper.write(lineOf('a', 20, 5));

        const next = startKeeper();
        await next.keeper.recover();
        const { scans } = await next.store.list({ tenant, limit: 10 });
        expect(scans.map(({ id, count }) => [id, count])).toEqual([
          [idFor('a'), 10],
          [idFor('b'), 1],
        ]);
        const shared = await next.store.list({ tenant, limit: 10, object: 'Pod/shared.default' });
        expect(shared.scans.map(({ id }) => id)).toEqual([idFor('a'), idFor('b')]);
        await next.keeper.close();
      }
    }
  });

  it('table keeper: a journal that is read twice adds nothing twice', async () => {
    const first = startKeeper();
    first.keeper.write(lineOf('a', 0, 2));
    const second = startKeeper();
    await second.keeper.recover();
    first.journal.append(lineOf('a', 0, 2));
    const third = startKeeper();
    await third.keeper.recover();
    expect(await third.store.read(tenant, idFor('a'))).toMatchObject({ count: 2 });
  });
});
