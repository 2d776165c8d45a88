import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { followResult } from '../../functions/rescans/follow-result.ts';
import { type ImageRecord, resultOf } from '../../functions/scans/image/image-record.ts';
import { storeJson } from '../../functions/scans/image/stored-json.ts';
import { dynamoImageStore } from '../../functions/storage/images/dynamo-image-store.ts';
import { dynamoClockStore } from '../../functions/storage/rescans/dynamo-clock-store.ts';
import { dynamoCveStore } from '../../functions/storage/rescans/dynamo-cve-store.ts';
import { imageScanIdFor, sampleImage } from '../contract/sample-image-scan.ts';
import { noon } from '../contract/sample-scan.ts';
import { sampleReport } from '../image/sample-report.ts';
import { memoryReportStore } from '../scans/image/memory-stores.ts';
import { type FaultyTable, faultyTable } from './faulty-table.ts';

let table: FaultyTable;
beforeAll(async () => {
  table = await faultyTable();
});
afterAll(() => table.close());

describe('writes of a result', () => {
  it('writes: a result costs what is different from the one before, as docs/table.md tells', async () => {
    const clock = () => noon;
    const deps = {
      images: dynamoImageStore(table.client, table.table, clock),
      reports: memoryReportStore(),
      clocks: dynamoClockStore(table.client, table.table),
      cves: dynamoCveStore(table.client, table.table, clock),
      newMark: () => 'mark',
    };
    const found = (from: number, to: number) =>
      Array.from({ length: to - from }, (_, at) => ({ id: `CVE-2026-${from + at}`, severity: 'HIGH' }));
    let results = 0;
    const writesOf = async (vulnerabilities: ReturnType<typeof found>): Promise<{ put: number; deleted: number }> => {
      results += 1;
      const id = imageScanIdFor(`w${results}`);
      const report = await storeJson(deps.reports, `reports/t/${id}/1-2.json`, sampleReport([{ vulnerabilities }]));
      const image: ImageRecord = { ...sampleImage({ tenant: 't', id }, noon + results), report };
      await deps.images.addResult(resultOf(image));
      table.spoil(() => undefined);
      await followResult(deps)(image);
      const count = (name: string) => table.seen.filter((operation) => operation === name).length;
      return { put: count('PutItem') + count('UpdateItem'), deleted: count('DeleteItem') };
    };
    const [clocks, index, link] = [8, 2, 1];
    expect(await writesOf(found(0, 300))).toEqual({ put: 2 * 300 + clocks + index, deleted: 0 });
    expect(await writesOf(found(0, 300))).toEqual({ put: link, deleted: 0 });
    // Five more: rows, entries and at most so many of the clocks. Two fewer: rows and their marked entries go.
    const changed = await writesOf(found(2, 305));
    expect(changed.put).toBeLessThanOrEqual(5 + 5 + 5 + index + link + 2);
    expect(changed.deleted).toBe(2 + 2);
  });
});
