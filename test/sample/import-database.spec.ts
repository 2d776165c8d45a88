import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { generationsIn } from '../../functions/trivy/database/generations.ts';
import { trivyDirectories } from '../../local/trivy-places.ts';
import { importLaterSample, importSampleDatabase } from '../../sample/import-database.ts';
import { sampleReportJson } from '../image/sample-report.ts';
import { fakeTrivy } from '../trivy/fake-trivy.ts';

function room() {
  const parent = mkdtempSync(join(tmpdir(), 'drydock-sample-'));
  onTestFinished(() => rmSync(parent, { recursive: true }));
  const environment = { TRIVY_BIN: fakeTrivy(join(parent, 'bin'), { report: sampleReportJson([]) }) };
  const directory = join(parent, 'data');
  return {
    first: () => importSampleDatabase(directory, environment),
    later: () => importLaterSample(directory, environment),
    generations: generationsIn(trivyDirectories(directory).databases),
  };
}

it('sample: the later database follows the first one, stays when it is asked for again, and can be gone back from', async () => {
  const { first, later, generations } = room();
  const before = await first();
  const after = await later();
  expect([before.label, after.label]).toEqual([
    expect.stringMatching(/^sample database/),
    expect.stringMatching(/^later sample database/),
  ]);
  expect((await later()).id).toBe(after.id);
  expect((await first()).id).toBe(after.id);
  expect((await generations.rollback()).id).toBe(before.id);
  expect((await later()).vulnerabilities).toBe(after.vulnerabilities);
});

it('sample: there is no later database before the first one', async () => {
  await expect(room().later()).rejects.toMatchObject({ code: 'bad_configuration' });
});
