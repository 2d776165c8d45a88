import { describe, expect, it } from 'vitest';
import { affectedRows, markOf } from '../../../functions/rescans/cves/affected-rows.ts';
import { planIndex } from '../../../functions/rescans/cves/plan-index.ts';
import { sampleImage } from '../../contract/sample-image-scan.ts';
import { noon } from '../../contract/sample-scan.ts';
import { finding } from '../../image/diff/findings.ts';

describe('findings by CVE', () => {
  it('findings by CVE: 5,000 of the most severe, each with the first packages', () => {
    const image = sampleImage({ tenant: 't' });
    const findings = [
      ...Array.from({ length: 5_001 }, (_, at) => finding({ id: `CVE-${at}`, severity: 'LOW' })),
      ...Array.from({ length: 30 }, (_, at) => finding({ id: 'CVE-worst', severity: 'CRITICAL', package: `p${at}` })),
    ];
    const rows = affectedRows(image, findings, new Map());
    expect(rows.size).toBe(5_000);
    expect([...rows.values()][0]).toMatchObject({ cve: 'CVE-worst', packageCount: 30, firstSeen: image.scanned });
    expect([...rows.values()][0]?.packages).toHaveLength(20);
  });

  it('findings by CVE: rows are written again twice in their life, those of other images at other times', () => {
    const day = 86_400_000;
    const days = (name: string): number[] => {
      let last = '';
      return Array.from({ length: 90 }, (_, at) => at).filter((at) => {
        const image = sampleImage({ tenant: 't' }, noon + at * day);
        const [row] = affectedRows(
          { ...image, digest: `sha256:${'0'.repeat(56)}${name}` },
          [finding()],
          new Map(),
        ).values();
        const isOther = markOf(row!) !== last;
        last = markOf(row!);
        return isOther && at > 0;
      });
    };
    expect(days('00000000')).toHaveLength(2);
    expect(days('80000000')).not.toEqual(days('00000000'));
  });

  it('findings by CVE: what is as it should be is not in the plan', () => {
    const rows = affectedRows(sampleImage({ tenant: 't' }), [finding(), finding({ id: 'CVE-2' })], new Map());
    const known = [...rows].map(([id, row]) => [id, markOf(row)] as const);
    expect(planIndex({ rows: known, doubts: [] }, rows, [])).toEqual({ put: [], remove: [] });
    const plan = planIndex({ rows: [...known, ['LOW CVE-3', 'm']], doubts: ['HIGH CVE-1'] }, rows, ['LOW CVE-4']);
    expect(plan).toEqual({
      put: ['HIGH CVE-1'],
      remove: ['LOW CVE-3', 'HIGH CVE-1', 'LOW CVE-4'].filter((id) => !rows.has(id)),
    });
    expect(planIndex(undefined, rows, []).put).toHaveLength(2);
  });
});
