import { followResult } from '../../functions/rescans/follow-result.ts';
import { type SampleVulnerability, sampleReportJson } from '../image/sample-report.ts';
import { imageWorld } from '../scans/image/image-world.ts';
import { memoryClockStore, memoryCveStore } from './memory-cve-store.ts';

/** The world of image scans, with all that follows from a result. */
export function rescanWorld() {
  const world = imageWorld();
  const clocks = memoryClockStore();
  const cves = memoryCveStore(world.deps.clock);
  let marks = 0;
  const newMark = () => {
    marks += 1;
    return `mark-${marks}`;
  };
  const stores = { ...world.deps, clocks, cves, newMark };
  const deps = { ...stores, follow: followResult(stores) };
  return {
    ...world,
    deps,
    /** Scans an image afresh with what the scanner is to find; `packages` are there without a finding. */
    async scan(
      image: string,
      vulnerabilities: readonly SampleVulnerability[],
      database = 'g1',
      platform = 'linux/amd64',
    ) {
      world.script.database = database;
      world.script.scan = async () => ({
        report: sampleReportJson([{ packages: 3, vulnerabilities }]),
        scannerVersion: '0.68.2',
        database: { generation: database, updatedAt: '2026-11-24T06:00:00Z' },
      });
      await world.submit({ image, platform, fresh: true });
      await world.run(world.rung.at(-1)!, { follow: deps.follow });
      const [result] = [...world.deps.images.results.values()].toSorted((a, b) => b.scanned - a.scanned);
      return result!;
    },
  };
}

export type RescanWorld = ReturnType<typeof rescanWorld>;
