import { describe, expect, it } from 'vitest';
import { recentFindings } from '../../../functions/scans/image/recent-findings.ts';
import { imageWorld } from './image-world.ts';

const unavailable = expect.objectContaining({ code: 'storage_unavailable' });

async function doneScan() {
  const world = imageWorld();
  const { scan } = await world.submit();
  await world.run(world.rung[0]!);
  const reads: string[] = [];
  const { reports } = world.deps;
  const reading = {
    read(key: string) {
      reads.push(key);
      return reports.read(key);
    },
  };
  return { reports, reads, reading, scan: (await world.deps.scans.read('alice', scan.id))! };
}

describe('findings of reports that were read lately', () => {
  it('recent findings: a report is read once, however many ask at the same time', async () => {
    const { reads, reading, scan } = await doneScan();
    const findings = recentFindings(reading);
    const found = await Promise.all([findings(scan), findings(scan)]);
    expect(found.map((all) => all.map(({ id }) => id))).toEqual([['CVE-1'], ['CVE-1']]);
    await findings(scan);
    expect(reads).toHaveLength(1);
  });

  it('recent findings: no more reports are kept than so many bytes', async () => {
    const { reads, reading, scan } = await doneScan();
    const findings = recentFindings(reading, scan.result!.report.bytes - 1);
    await findings(scan);
    await findings(scan);
    expect(reads).toHaveLength(2);
  });

  it('recent findings: what could not be read is read again', async () => {
    const { reports, reading, scan } = await doneScan();
    const findings = recentFindings(reading);
    const { key } = scan.result!.report;
    const whole = (await reports.read(key))!;
    await reports.put(key, Buffer.from('{}'));
    await expect(findings(scan)).rejects.toEqual(unavailable);
    await reports.put(key, whole);
    expect(await findings(scan)).toHaveLength(1);
    await expect(findings({ ...scan, result: undefined as never })).rejects.toEqual(unavailable);
  });
});
