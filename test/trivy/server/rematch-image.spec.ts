import { afterAll, describe, expect, it } from 'vitest';
import type { TrivyReport } from '../../../functions/image/trivy-report.ts';
import { imageRematcher, type RematchRequest } from '../../../functions/trivy/server/rematch-image.ts';
import { type WarmRoom, warmRoom } from './warm-room.ts';

const packages = [{ Name: 'musl', Version: '1.2.3' }];
const blob = (more: object = {}): string =>
  JSON.stringify({ SchemaVersion: 2, DiffID: 'sha256:d1', PackageInfos: [{ Packages: packages }], ...more });
const layers = [{ digest: 'sha256:l1', key: 'k1', diffId: 'sha256:d1' }];
const reportOf = (name: string, more: object = {}): TrivyReport => ({
  SchemaVersion: 2,
  ReportID: 'one',
  ArtifactName: name,
  ArtifactType: 'container_image',
  Metadata: { OS: { Family: 'alpine', Name: '3.18', EOSL: true } },
  Results: [
    { Target: `${name} (alpine 3.18)`, Class: 'os-pkgs', Type: 'alpine', Packages: packages },
    { Target: 'key.pem', Class: 'secret', Secrets: [{ RuleID: 'private-key' }] },
  ],
  ...more,
});
const now = Date.parse('2026-01-03T00:00:00.000Z');

describe('a rematch', () => {
  const crash = { status: 500, body: '{"code":"internal","msg":"Internal service panic"}' };
  const room: WarmRoom = warmRoom(
    {
      crashesAt: 'crash',
      hangsAt: 'hang',
      answers: {
        panic: crash,
        cut: { status: 200, body: '{"results": [' },
        strange: { status: 200, body: '{"results": 7}' },
        empty: { status: 200, body: '{"results": []}' },
        flood: { status: 200, body: ' '.repeat(200_000) },
      },
    },
    { limits: { answerBytes: 100_000, callMs: 200 } },
  );
  afterAll(() => room.close());

  const rematch = (request: Partial<RematchRequest> & { name?: string } = {}, stored: string | undefined = blob()) => {
    const rematcher = imageRematcher({
      server: room.server,
      analyses: {
        read: async (digest, key) =>
          digest === 'sha256:l1' && key === 'k1' && stored ? Buffer.from(stored) : undefined,
      },
      binary: { version: '0.68.2' },
      clock: () => now,
    });
    const { name = 'image', ...rest } = request;
    return rematcher({ report: reportOf(name), layers, trivyVersion: '0.68.2', ...rest });
  };

  it('rematch: findings are of today, packages and what other scanners found stay, database and mode are named', async () => {
    const result = await rematch();
    if (result.outcome !== 'matched') throw new Error(result.reason);
    expect(result.report).toMatchObject({
      ArtifactName: 'image',
      CreatedAt: '2026-01-03T00:00:00.000Z',
      Rematch: { Mode: 'rematch', Database: '20260101T000000Z-0123456789ab', UpdatedAt: '2026-01-01T00:00:00.000Z' },
      Results: [
        {
          Class: 'os-pkgs',
          Packages: packages,
          Vulnerabilities: [
            {
              VulnerabilityID: 'CVE-1',
              PkgName: 'musl',
              InstalledVersion: '1.2.3',
              Severity: 'HIGH',
              Status: 'affected',
            },
          ],
        },
        { Class: 'secret', Secrets: [{ RuleID: 'private-key' }] },
      ],
    });
    expect(result.report).not.toHaveProperty('ReportID');
    expect(result.report.Metadata?.OS).toEqual({ Family: 'alpine', Name: '3.18' });
    expect(result.database.id).toBe('20260101T000000Z-0123456789ab');
  });

  it('rematch: findings of the earlier report that are gone today are gone', async () => {
    const [osPackages] = reportOf('image').Results!;
    const Results = [{ ...osPackages, Vulnerabilities: [{ VulnerabilityID: 'CVE-OLD', PkgName: 'musl' }] }];
    const result = await rematch({ report: reportOf('image', { Results }) });
    expect(JSON.stringify(result)).not.toContain('CVE-OLD');
  });

  it.each([
    ['an analysis that is not kept', undefined, 'analysis_missing'],
    ['an analysis that is cut off', blob().slice(0, -5), 'analysis_missing'],
    ['an analysis of another layer', blob({ DiffID: 'sha256:d2' }), 'analysis_missing'],
    ['an analysis of another schema', blob({ SchemaVersion: 3 }), 'analysis_missing'],
    ['an analysis that Trivy cannot read', ` ${blob()}`, 'analysis_unreadable'],
    [
      'an analysis with more packages than the report',
      blob({ PackageInfos: [{ Packages: [...packages, ...packages] }] }),
      'other_packages',
    ],
    ['an analysis without packages', blob({ PackageInfos: [] }), 'other_packages'],
  ])('rematch: %s asks for a fresh scan, and is never empty', async (_, stored, reason) => {
    expect(await rematch({}, stored ?? '')).toEqual({ outcome: 'needs_fresh_scan', reason });
  });

  it('rematch: analyses of another Trivy ask for a fresh scan', async () => {
    const result = await rematch({ trivyVersion: '0.69.0' });
    expect(result).toEqual({ outcome: 'needs_fresh_scan', reason: 'other_trivy' });
  });

  it('rematch: an answer about packages that the report does not have asks for a fresh scan', async () => {
    const result = await rematch({ report: reportOf('image', { Results: [] }) });
    expect(result).toEqual({ outcome: 'needs_fresh_scan', reason: 'other_packages' });
  });

  it('rematch: an empty answer asks for a fresh scan', async () => {
    expect(await rematch({ name: 'empty' })).toEqual({ outcome: 'needs_fresh_scan', reason: 'other_packages' });
  });

  it.each([
    ['panic', 'scanner_failed'],
    ['crash', 'scanner_failed'],
    ['cut', 'scanner_contract'],
    ['strange', 'scanner_contract'],
    ['flood', 'report_too_large'],
    ['hang', 'scanner_timeout'],
  ])('rematch: when the server answers with %s, it fails with %s', async (name, code) => {
    await expect(rematch({ name })).rejects.toMatchObject({ code });
  });

  it('rematch: called off it rejects with the reason', async () => {
    const abort = new AbortController();
    const result = rematch({ name: 'hang', signal: abort.signal });
    abort.abort(new Error('not needed any more'));
    await expect(result).rejects.toThrow('not needed any more');
  });

  it('rematch: a store that fails is not an analysis that is missing', async () => {
    const rematcher = imageRematcher({
      server: room.server,
      analyses: { read: () => Promise.reject(new Error('the bucket is away')) },
      binary: { version: '0.68.2' },
      clock: () => now,
    });
    await expect(rematcher({ report: reportOf('image'), layers, trivyVersion: '0.68.2' })).rejects.toThrow(
      'the bucket is away',
    );
  });
});
