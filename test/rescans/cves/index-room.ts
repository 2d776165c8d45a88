import { expect } from 'vitest';
import { rowId } from '../../../functions/rescans/cves/affected-image.ts';
import { followResult } from '../../../functions/rescans/follow-result.ts';
import { type ImageRecord, resultOf } from '../../../functions/scans/image/image-record.ts';
import { storeJson } from '../../../functions/scans/image/stored-json.ts';
import { imageScanIdFor, sampleImage } from '../../contract/sample-image-scan.ts';
import { noon } from '../../contract/sample-scan.ts';
import { type SampleVulnerability, sampleReport } from '../../image/sample-report.ts';
import { memoryImageStore, memoryReportStore } from '../../scans/image/memory-stores.ts';
import { memoryClockStore, memoryCveStore } from '../memory-cve-store.ts';

/** One image with results, each of which finds what is given, the oldest first; nothing is entered yet. */
export async function indexRoom(found: readonly (readonly SampleVulnerability[])[]) {
  let marks = 0;
  const deps = {
    images: memoryImageStore(),
    reports: memoryReportStore(),
    clocks: memoryClockStore(),
    cves: memoryCveStore(() => noon),
    newMark: () => {
      marks += 1;
      return `m${marks}`;
    },
  };
  const images: ImageRecord[] = [];
  for (const [at, vulnerabilities] of found.entries()) {
    const id = imageScanIdFor(`r${at}`);
    const report = await storeJson(deps.reports, `reports/t/${id}/1-2.json`, sampleReport([{ vulnerabilities }]));
    images.push({ ...sampleImage({ tenant: 't', id }, noon + at), report });
  }
  const enter = async (image: ImageRecord, given = deps) => {
    await given.images.addResult(resultOf(image));
    await followResult(given)(image);
  };
  return { deps, images, enter };
}

export type IndexRoom = Awaited<ReturnType<typeof indexRoom>>;

/** Rows, entries and index say what the newest result says, and nothing else. */
export function expectFoundUnder({ deps }: IndexRoom, newest: readonly SampleVulnerability[]): void {
  const wanted = [...new Set(newest.map(({ id, severity }) => `${severity} ${id}`))].toSorted();
  expect([...deps.cves.rows.values()].map(rowId).toSorted()).toEqual(wanted);
  expect(
    [...deps.cves.entries.values()]
      .filter(({ mark }) => mark === undefined)
      .map(rowId)
      .toSorted(),
  ).toEqual(wanted);
  const [index] = deps.cves.indexes.values();
  expect((index?.rows ?? []).map(([id]) => id).toSorted()).toEqual(wanted);
  expect(index?.doubts ?? []).toEqual([]);
}
