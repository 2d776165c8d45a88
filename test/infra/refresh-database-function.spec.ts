import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { databaseLayerType } from '../../functions/trivy/database/artifact-source.ts';
import { canaryPackages } from '../../functions/trivy/database/canary-packages.ts';
import { writeTrivyDatabase } from '../../sample/database/write-trivy-database.ts';
import { blob, describeBlob } from '../../sample/images/build-image.ts';
import { sampleReportJson } from '../image/sample-report.ts';
import { archive } from '../trivy/database/room.ts';
import { sampleAdvisories } from '../trivy/database/sample-advisories.ts';
import { cloudStartMs, type ImageCloud, imageCloud } from './image-cloud.ts';
import type { LambdaProcess } from './lambda-process.ts';

interface Pulled {
  outcome: string;
  generation: { id: string; source: string };
}

const report = sampleReportJson([{ vulnerabilities: canaryPackages.map(({ finds }) => ({ id: finds })) }]);
const hour = 3_600_000;
let cloud: ImageCloud;
let refresher: LambdaProcess;

/** Offers a database of some age, as Trivy's own are published. */
function publish(name: string, hoursOld: number): void {
  const directory = join(cloud.folder, `published-${name}-${hoursOld}`);
  writeTrivyDatabase(directory, { ...sampleAdvisories, updatedAt: new Date(Date.now() - hoursOld * hour) });
  const layer = blob(databaseLayerType, archive(directory));
  const config = blob('application/vnd.aquasec.trivy.config.v1+json', {});
  const mediaType = 'application/vnd.oci.image.manifest.v1+json';
  const content = { schemaVersion: 2, mediaType, config: describeBlob(config), layers: [describeBlob(layer)] };
  const platform = { os: 'linux', architecture: 'amd64' };
  cloud.registry.add(name, '2', { manifest: blob(mediaType, content), config, layers: [layer], platform });
}
const settings = (trivy: string) => ({
  TRIVY_BIN: trivy,
  DRYDOCK_DATABASE_REPOSITORIES: `${cloud.registry.host}/absent:2,${cloud.registry.host}/trivy-db:2`,
  DRYDOCK_JAVA_REPOSITORIES: 'none',
});
const generations = () =>
  [...cloud.bucket.objects.keys()]
    .filter((key) => key.endsWith('/generation.json'))
    .map((key) => key.split('/').at(-2));

beforeAll(async () => {
  cloud = await imageCloud();
  await cloud.bundle('refresh-database');
  refresher = await cloud.start('refresh-database', settings(cloud.trivy('good', { report })));
}, cloudStartMs);
afterAll(() => cloud?.close());

describe('the function that refreshes the database', () => {
  it('refresh: with no repository that has one it fails, and says so', async () => {
    await expect(refresher.invoke({})).rejects.toThrow(/absent:2: .* has no such image or tag; .*trivy-db:2: /);
    expect(await refresher.invoke({ action: 'status' })).toEqual({});
  });

  it('refresh: fetched from the first repository that has it, checked, scanned with, promoted', async () => {
    publish('trivy-db', 30);
    const { outcome, generation } = (await refresher.invoke({})) as Pulled;
    expect([outcome, generation.source]).toEqual(['promoted', expect.stringContaining('/trivy-db:2@sha256:')]);
    expect(generations()).toEqual([generation.id]);
    await expect.poll(() => refresher.log()).toMatch(/"DatabaseAgeHours":\[30\.\d*\]/);
  });

  it('refresh: what is there already is not fetched again, by whatever environment', async () => {
    const other = await cloud.start('refresh-database', settings(cloud.trivy('good', { report })));
    expect(await other.invoke({ action: 'pull' })).toMatchObject({ outcome: 'unchanged' });
  });

  it('refresh: a database that the canary does not pass is not promoted, and the age of the last one is told', async () => {
    const [last] = generations();
    publish('trivy-db', 20);
    const doubtful = await cloud.start(
      'refresh-database',
      settings(cloud.trivy('blind', { report: sampleReportJson([]) })),
    );
    await expect(doubtful.invoke({})).rejects.toThrow('a scan with it does not find CVE-2023-5363');
    expect(generations()).toEqual([last]);
    expect(await doubtful.invoke({ action: 'status' })).toMatchObject({ current: { id: last }, stale: false });
    await expect.poll(() => doubtful.log()).toMatch(/"DatabaseAgeHours":\[30\.\d*\]/);
  });

  it('rollback: the one before is in use again, and the rejected one is not promoted by the next turn', async () => {
    const [first] = generations();
    const { generation } = (await refresher.invoke({})) as Pulled;
    expect(await refresher.invoke({ action: 'rollback' })).toMatchObject({ id: first });
    expect(await refresher.invoke({})).toMatchObject({ outcome: 'rejected', generation: { id: first } });
    expect(generations().sort()).toEqual([first, generation.id].sort());
  });

  it('event: another action is refused', async () => {
    await expect(refresher.invoke({ action: 'drop' })).rejects.toThrow('action is pull, status or rollback');
  });

  it('role: nothing was asked for that the template does not allow', () => {
    expect(cloud.gate.refused).toEqual([]);
    expect([...cloud.gate.used.keys()]).toEqual(['refresh-database']);
  });
});
