import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { readFindings } from '../../../functions/image/read-findings.ts';
import { parseTrivyReport, type TrivyReport } from '../../../functions/image/trivy-report.ts';
import { realTrivy } from '../../trivy/trivies.ts';
import { openRoom } from './room.ts';

/** What Trivy tells of each finding, wherever it looked. */
const told = (report: TrivyReport) =>
  readFindings(report).map(({ id, package: name, installed, fixed, severity, status, purl, path, target }) => {
    return { id, name, installed, fixed, severity, status, purl, path, target };
  });

describe.skipIf(realTrivy === undefined)('drydock image with the real Trivy', () => {
  test('drydock image: finds exactly what `trivy image` finds', async () => {
    const room = await openRoom();
    // Trivy asks first whether there is a registry at all.
    room.registry.script(({ url }, response) => {
      if (url !== '/v2/') return false;
      response.end('{}');
      return true;
    });
    const environment = { TRIVY_BIN: realTrivy!.path };
    const cache = room.database('cache');
    const imported = await room.run(['db', 'import', cache], { environment });
    expect(imported).toMatchObject({ code: 0, err: '' });

    const args = ['image', '--scanners', 'vuln', '--format', 'json', '--image-src', 'remote', '--cache-dir', cache];
    const offline = ['--skip-db-update', '--skip-java-db-update', '--offline-scan', '--quiet'];
    const direct = await promisify(execFile)(realTrivy!.path, [...args, ...offline, room.reference], {
      cwd: room.directory,
      env: { PATH: '/usr/bin:/bin', HOME: room.directory, TRIVY_SKIP_VERSION_CHECK: 'true' },
    });
    const expected = told(parseTrivyReport(direct.stdout));
    expect(expected.map(({ id }) => id).toSorted()).toEqual(['CVE-2021-23337', 'CVE-2023-0464', 'CVE-2023-5363']);

    const { code, out } = await room.run(['image', '-f', 'trivy', room.reference], { environment });
    expect(code).toBe(0);
    const ours = parseTrivyReport(out);
    expect(told(ours)).toEqual(expected);
    const theirs = parseTrivyReport(direct.stdout);
    expect(ours.ArtifactName).toBe(theirs.ArtifactName);
    expect(ours.Metadata?.RepoDigests).toEqual(theirs.Metadata?.RepoDigests);
    expect(ours.Metadata?.RepoTags).toEqual(theirs.Metadata?.RepoTags);
  });
});
