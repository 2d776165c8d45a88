import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { dynamoScanStore } from '../../functions/storage/manifests/dynamo-scan-store.ts';
import { createTable } from '../../functions/storage/table/create-table.ts';
import { systemTimer } from '../../functions/system-timer.ts';
import { engineClient } from './engine-client.ts';
import { slowPace } from './pace.ts';
import { openJournal } from './scan-journal.ts';
import { scanRows } from './scan-rows.ts';
import { sweepExpired } from './sweep-expired.ts';
import { type TableEngine, tableEngine } from './table-engine.ts';
import { type TableKeeper, tableKeeper } from './table-keeper.ts';
import type { TableAnswer, TableCall, TableNews, TableWorkerData } from './table-messages.ts';

/** So that a scan asked for again and again is written once: dynalite takes a hundred times as long for a row as the journal for a line. */
const applyAfterMs = 30_000;
/** Read again in a second after a kill. */
const journalBytes = 67_108_864;
/** Two writers of 25 rows take some 10 ms: a sixth of the time is theirs, the rest is for those who answer requests. */
const restMs = 60;
const sweepEveryMs = 3_600_000;

await run(parentPort!, workerData);

async function run(port: MessagePort, data: TableWorkerData): Promise<void> {
  const { directory, table, cacheBytes } = data;
  const tell = (news: TableNews | TableAnswer) => port.postMessage(news);
  // The directory around it may be one that others can read.
  const files = join(directory, 'table');
  mkdirSync(files, { recursive: true, mode: 0o700 });
  const engine = await tableEngine(files);
  const client = engineClient(engine.answer);
  await createTable(client, table);
  const keeper = tableKeeper({
    journal: openJournal(join(directory, 'journal'), Date.now()),
    rows: scanRows(client, table, cacheBytes),
    store: dynamoScanStore(client, table, Date.now),
    timer: systemTimer,
    applyAfterMs,
    journalBytes,
    pace: slowPace(systemTimer, restMs),
    calmBytes: cacheBytes / 4,
    onBacklog: (backlog) => tell({ backlog }),
  });
  await keeper.recover();

  // What cannot be swept now is swept in an hour; readers do not see expired rows anyway.
  const ending = new AbortController();
  let swept: Promise<unknown> = Promise.resolve();
  const sweep = (): void => {
    swept = sweepExpired(client, table, Date.now(), ending.signal).catch(() => {});
  };
  const sweeping = setInterval(sweep, sweepEveryMs);
  sweep();

  const close = async (): Promise<void> => {
    clearInterval(sweeping);
    ending.abort();
    try {
      await keeper.close();
    } finally {
      await swept;
      client.destroy();
      await engine.close();
    }
  };
  port.on('message', async ({ call, ...request }: TableCall & { call: number }) => {
    try {
      tell({ call, ...(await serve(engine, keeper, request, close)) });
    } catch (error) {
      tell({ call, error: error instanceof Error ? error.message : String(error) });
    }
    if (request.kind === 'close') port.close();
  });
  tell('ready');
}

async function serve(
  engine: TableEngine,
  keeper: TableKeeper,
  request: TableCall,
  close: () => Promise<void>,
): Promise<Omit<TableAnswer, 'call'>> {
  switch (request.kind) {
    case 'ask':
      return { answer: await engine.answer(request.operation, request.body) };
    case 'write':
      keeper.write(request.lines);
      return {};
    case 'settle':
      await keeper.settle();
      return {};
    case 'remove':
      return { removed: await keeper.remove(request.tenant, request.id) };
    case 'close':
      await close();
      return {};
  }
}
