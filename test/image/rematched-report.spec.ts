import { expect, it } from 'vitest';
import { type Rematched, rematchedReport } from '../../functions/image/rematched-report.ts';
import { parseTrivyReport } from '../../functions/image/trivy-report.ts';

const earlier = parseTrivyReport(
  JSON.stringify({
    SchemaVersion: 2,
    ReportID: 'r1',
    CreatedAt: '2026-01-01T00:00:00Z',
    ArtifactName: 'nginx',
    ArtifactType: 'container_image',
    Metadata: { OS: { Family: 'debian', Name: '12.1', EOSL: true }, DiffIDs: ['sha256:1'] },
    Results: [{ Target: 'old', Class: 'os-pkgs', Type: 'debian' }],
  }),
);
const mark = { Mode: 'rematch', Database: 'g2', UpdatedAt: '2026-01-02T00:00:00Z' } as const;
const today: Rematched = {
  ...{ mark, endOfLife: false, createdAt: '2026-01-03T00:00:00Z' },
  results: [{ Target: 'new', Class: 'os-pkgs', Type: 'debian' }],
};

it('rematched report: has the results, the mark and the date of today, and the facts of the image as they were', () => {
  const report = rematchedReport(earlier, today);
  expect(report).toMatchObject({ ArtifactName: 'nginx', Rematch: mark, CreatedAt: today.createdAt });
  expect(report.Results).toEqual(today.results);
  expect(report.Metadata?.DiffIDs).toEqual(['sha256:1']);
  expect(report).not.toHaveProperty('ReportID');
});

it('rematched report: the end of support is that of today, whatever it was', () => {
  expect(rematchedReport(earlier, today).Metadata?.OS).toEqual({ Family: 'debian', Name: '12.1' });
  const over = rematchedReport(rematchedReport(earlier, today), { ...today, endOfLife: true });
  expect(over.Metadata?.OS).toEqual({ Family: 'debian', Name: '12.1', EOSL: true });
});

it('rematched report: one without packages or system gets none', () => {
  const { Results: _, Metadata: __, ...bare } = earlier;
  const report = rematchedReport(bare, today);
  expect(report).not.toHaveProperty('Results');
  expect(report).not.toHaveProperty('Metadata');
  const noSystem = rematchedReport({ ...bare, Metadata: { DiffIDs: [] } }, { ...today, endOfLife: true });
  expect(noSystem.Metadata).toEqual({ DiffIDs: [] });
});
