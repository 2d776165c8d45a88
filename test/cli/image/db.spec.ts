import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { canaryPackages } from '../../../functions/trivy/database/canary-packages.ts';
import { blob, describeBlob } from '../../../sample/images/build-image.ts';
import { writeTar } from '../../../sample/images/write-tar.ts';
import { openRoom, type Room } from './room.ts';

const emptyReport = { SchemaVersion: 2 };
const canaryReport = {
  SchemaVersion: 2,
  Results: [{ Vulnerabilities: canaryPackages.map(({ finds }) => ({ VulnerabilityID: finds })) }],
};

const roomWith = async (report: object): Promise<Room> => {
  const room = await openRoom();
  room.trivy({ report: JSON.stringify(report) });
  return room;
};

/** Offers a cache directory of Trivy as databases are published; `damage` changes the layer after it was described. */
const publish = (room: Room, repository: string, path: string, damage = false): void => {
  const names = ['metadata.json', 'trivy.db'];
  const bytes = gzipSync(writeTar(names.map((name) => ({ path: name, body: readFileSync(join(path, 'db', name)) }))));
  const layer = blob('application/vnd.aquasec.trivy.db.layer.v1.tar+gzip', bytes);
  const config = blob('application/vnd.aquasec.trivy.config.v1+json', {});
  const mediaType = 'application/vnd.oci.image.manifest.v1+json';
  const manifest = blob(mediaType, {
    schemaVersion: 2,
    mediaType,
    config: describeBlob(config),
    layers: [describeBlob(layer)],
  });
  const served = damage ? { ...layer, bytes: Buffer.alloc(layer.bytes.length) } : layer;
  room.registry.add(repository, '2', {
    manifest,
    config,
    layers: [served],
    platform: { os: 'linux', architecture: 'amd64' },
  });
};

test('drydock db: import, status and rollback keep two databases', async () => {
  const room = await roomWith(emptyReport);
  expect(await room.run(['db', 'status'])).toMatchObject({ code: 0, out: expect.stringContaining('no database') });
  const first = await room.run(['db', 'import', room.database('a', 100)]);
  expect(first).toMatchObject({ code: 0, err: '' });
  expect(first.out).toMatch(
    /^database 2023\d+T\d+Z-[0-9a-f]{12} of 2023-.*, 6 vulnerabilities, .*\nin use from now on\n$/,
  );
  expect((await room.run(['db', 'status'])).out).toContain('100 hours old: stale');
  await room.run(['db', 'import', room.database('b', 1), '--label', 'sample']);
  const status = await room.run(['db', 'status', '--json']);
  expect(JSON.parse(status.out)).toMatchObject({
    current: { label: 'sample' },
    stale: false,
    previous: { source: 'file' },
  });
  expect((await room.run(['db', 'rollback'])).out).toContain('in use again\n');
  expect((await room.run(['db', 'status'])).out).toMatch(
    /100 hours old.*\nbefore it: .*no real one: sample\nrolled back from: 2023/,
  );
});

test('drydock db pull: fetches from the first repository that has it, and knows it again', async () => {
  const room = await roomWith(canaryReport);
  publish(room, 'mirror/trivy-db', room.database('a'));
  const { host } = room.registry;
  const flags = [
    '--repository',
    `${host}/absent/db:2,${host}/mirror/trivy-db:2`,
    '--java-repository',
    `${host}/none:1`,
  ];
  const pulled = await room.run(['db', 'pull', ...flags]);
  expect(pulled).toMatchObject({ code: 0, err: '' });
  expect(pulled.out).toContain(`from ${host}/mirror/trivy-db:2@sha256:`);
  expect(pulled.out).toContain('in use from now on\nno Java database could be had: ');
  expect((await room.run(['db', 'pull', ...flags])).out).toContain('\nalready in use\n');
});

test('drydock db pull: a damaged layer and a database that finds too little are refused, and nothing changes', async () => {
  const room = await roomWith(emptyReport);
  const path = room.database('a');
  const { host } = room.registry;
  publish(room, 'damaged/db', room.database('b', 2), true);
  publish(room, 'weak/db', path);
  room.registry.add('two/layers', '2', room.image);
  for (const [repository, problem] of [
    ['damaged/db', 'has other content than its digest says'],
    ['weak/db', 'does not find'],
    ['two/layers', 'the artifact has 2 layers instead of one'],
    [`weak/db@sha256:${createHash('sha256').update('x').digest('hex')}`, 'no such image or tag'],
  ] as const) {
    const name = `${host}/${repository}${repository.includes('@') ? '' : ':2'}`;
    const { code, out, err } = await room.run(['db', 'pull', '--repository', name]);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(problem);
  }
  expect((await room.run(['db', 'status'])).out).toContain('no database');
});

test('drydock db: what cannot be meant is answered with the usage and exit code 2', async () => {
  const room = await openRoom();
  for (const args of [[], ['pull', 'x'], ['import'], ['import', 'a', 'b'], ['drop'], ['status', 'x']]) {
    const { code, out, err } = await room.run(['db', ...args]);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(/^Error: .*\nUsage:\n {2}drydock db pull \| import PATH/);
  }
  const nothing = await room.run(['db', 'rollback']);
  expect(nothing).toEqual({ code: 2, out: '', err: 'Error: there is no earlier database to go back to\n' });
  const absent = await room.run(['db', 'import', join(room.directory, 'absent')]);
  expect(absent).toMatchObject({ code: 2, out: '' });
});
