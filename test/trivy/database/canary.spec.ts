import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemTimer } from '../../../functions/system-timer.ts';
import { trivyCanary } from '../../../functions/trivy/database/canary.ts';
import { canaryPackages } from '../../../functions/trivy/database/canary-packages.ts';
import { type FakeBehaviour, fakeTrivy } from '../fake-trivy.ts';
import { promotedDatabase } from '../promoted-database.ts';
import { realTrivy } from '../trivies.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'drydock-canary-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

const canary = async (path: string) => {
  const { directory: database, generation } = await promotedDatabase(directory)();
  const scan = trivyCanary({ binary: async () => ({ path }), jobs: join(directory, 'jobs'), timer: systemTimer });
  return scan(database, generation);
};
const scripted = (behaviour: FakeBehaviour) => canary(fakeTrivy(join(directory, 'bin'), behaviour));

describe('the canary', () => {
  it('canary: what the scan finds comes back', async () => {
    const Vulnerabilities = [{ VulnerabilityID: 'CVE-1' }, { VulnerabilityID: 'CVE-1' }, { VulnerabilityID: 'CVE-2' }];
    const report = JSON.stringify({ SchemaVersion: 2, Results: [{}, { Vulnerabilities }] });
    expect(await scripted({ report })).toEqual(new Set(['CVE-1', 'CVE-2']));
    expect(readdirSync(join(directory, 'jobs'))).toEqual([]);
  });

  it('canary: a report without results finds nothing', async () => {
    expect(await scripted({ report: '{"SchemaVersion":2}' })).toEqual(new Set());
  });

  it('canary: it never asks the network', async () => {
    await scripted({ report: '{"SchemaVersion":2}', tellsTo: join(directory, 'told.json') });
    const { args } = JSON.parse(readFileSync(join(directory, 'told.json'), 'utf8')) as { args: string[] };
    expect(args).toEqual(expect.arrayContaining(['sbom', '--offline-scan', '--skip-db-update']));
  });

  it('canary: a scan that crashes tells that the database is broken (S21)', async () => {
    const crash = { says: ['unexpected fault address 0x7f56896a4000'], exit: 2 };
    await expect(scripted(crash)).rejects.toMatchObject({ code: 'database_broken' });
  });

  it('canary: a scan that runs out of memory says nothing about the database', async () => {
    await expect(scripted({ dies: 'SIGKILL' })).rejects.toMatchObject({ code: 'scanner_oom' });
  });

  it('canary: a report of another schema, or half of one, is no answer', async () => {
    for (const report of ['{"SchemaVersion":3}', '{"Schema']) {
      await expect(scripted({ report })).rejects.toMatchObject({ code: 'scanner_contract' });
    }
  });

  it.skipIf(realTrivy === undefined)(
    'canary: the real Trivy finds all that it must in the sample database',
    async () => {
      const found = await canary(realTrivy!.path);
      expect([...found]).toEqual(expect.arrayContaining(canaryPackages.map(({ finds }) => finds)));
    },
  );
});
