import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { runCli } from '../../../cli/run-cli.ts';
import { writeTrivyDatabase } from '../../../sample/database/write-trivy-database.ts';
import { type BuiltImage, buildImage } from '../../../sample/images/build-image.ts';
import { type ScriptedRegistry, scriptedRegistry } from '../../registry/scripted-registry.ts';
import { sampleAdvisories } from '../../trivy/database/sample-advisories.ts';
import { type FakeBehaviour, fakeTrivy } from '../../trivy/fake-trivy.ts';
import { debian, lodash } from '../../trivy/sample-images.ts';
import { type RecordingOptions, recordingTerminal } from '../recording-terminal.ts';

/** The clock of a recording terminal. */
const now = 1_700_000_000_000;
const hour = 3_600_000;

export interface Ran {
  code: number;
  out: string;
  err: string;
}

/** A registry with `shop/web:1.4`, a data directory, and the command line. */
export interface Room {
  directory: string;
  registry: ScriptedRegistry;
  image: BuiltImage;
  /** as the command line names it */
  reference: string;
  /** a Trivy that does this from now on */
  trivy(behaviour: FakeBehaviour): string;
  /** a cache directory of Trivy, outside of the data directory */
  database(name: string, hoursOld?: number): string;
  run(args: readonly string[], options?: RecordingOptions): Promise<Ran>;
}

export async function openRoom(): Promise<Room> {
  const directory = mkdtempSync(join(tmpdir(), 'drydock-image-'));
  const registry = await scriptedRegistry();
  onTestFinished(async () => {
    await registry.close();
    rmSync(directory, { recursive: true });
  });
  const image = buildImage({
    layers: [{ files: debian }, { files: lodash }],
  });
  registry.add('shop/web', '1.4', image);
  const program = join(directory, 'bin', 'trivy');
  return {
    directory,
    registry,
    image,
    reference: `${registry.host}/shop/web:1.4`,
    trivy: (behaviour) => fakeTrivy(join(directory, 'bin'), behaviour),
    database(name, hoursOld = 1) {
      const path = join(directory, name);
      writeTrivyDatabase(path, { ...sampleAdvisories, updatedAt: new Date(now - hoursOld * hour) });
      return path;
    },
    async run(args, options = {}) {
      const environment = { TRIVY_BIN: program, DRYDOCK_DATA_DIR: join(directory, 'data'), ...options.environment };
      const recording = recordingTerminal({ ...options, environment });
      const code = await runCli(args, recording.terminal);
      return { code, out: recording.out(), err: recording.err() };
    },
  };
}

/** A room whose data directory has a database, and whose Trivy reads all layers and answers with this report. */
export async function roomWithDatabase(report: object = trivyReport()): Promise<Room> {
  const room = await openRoom();
  room.trivy({ report: JSON.stringify(report) });
  const imported = await room.run(['db', 'import', room.database('cache')]);
  if (imported.code !== 0) throw new Error(imported.err);
  return room;
}

/** As Trivy reports the image of the room, under a loopback name. */
export function trivyReport(): object {
  const name = '127.0.0.1:4711/0123456789abcdef';
  return {
    SchemaVersion: 2,
    ArtifactName: name,
    ArtifactType: 'container_image',
    Metadata: { OS: { Family: 'debian', Name: '12.1' }, RepoDigests: [`${name}@sha256:${'0'.repeat(64)}`] },
    Results: [
      {
        Target: `${name} (debian 12.1)`,
        Class: 'os-pkgs',
        Type: 'debian',
        Packages: [{ Name: 'libssl3' }],
        Vulnerabilities: [
          vulnerability('CVE-2023-0464', 'HIGH', { Status: 'affected' }),
          vulnerability('CVE-2023-5363', 'CRITICAL', { Status: 'fixed', FixedVersion: '3.0.11-1~deb12u2' }),
        ],
      },
      {
        Target: 'Node.js',
        Class: 'lang-pkgs',
        Type: 'node-pkg',
        Packages: [{ Name: 'lodash' }],
        Vulnerabilities: [
          vulnerability('CVE-2021-23337', 'LOW', {
            PkgName: 'lodash',
            PkgPath: 'app/node_modules/lodash/package.json',
            Status: 'fixed',
            FixedVersion: '4.17.21',
          }),
        ],
      },
    ],
  };
}

const vulnerability = (id: string, severity: string, rest: object): object => ({
  VulnerabilityID: id,
  PkgName: 'libssl3',
  InstalledVersion: '3.0.9-1',
  Severity: severity,
  Title: `${id} is bad`,
  PrimaryURL: `https://avd.aquasec.com/nvd/${id.toLowerCase()}`,
  ...rest,
});
