import { expect, it } from 'vitest';
import { buildImage } from '../../sample/images/build-image.ts';
import { debianFiles } from '../../sample/images/os-files.ts';
import { wellKnown } from '../../sample/images/well-known.ts';
import { serveImages } from '../../sample/serve-images.ts';
import { contentOf, expectedOf, readExpected } from '../images/expected-findings.ts';
import { realTrivy } from '../trivy/trivies.ts';
import { openImageRoom, scanNow } from './image-room.ts';

const expected = readExpected();

it.skipIf(realTrivy === undefined)(
  'local server: finds in each image of the sample what `trivy image` finds',
  { timeout: 120_000 },
  async () => {
    const room = await openImageRoom(realTrivy?.path);
    await room.importDatabase();
    const { url } = await room.start();
    for (const [name, image] of Object.entries(wellKnown)) {
      const { id, status } = await scanNow(url, `${room.host}/${name}`);
      const report = await (await fetch(`${url}/scans/${id}?format=trivy`)).text();
      expect([name, status, expectedOf(report, contentOf(image))]).toEqual([name, 'done', expected[name]]);
    }
  },
);

it.skipIf(realTrivy === undefined)(
  'local server: shows what the other scanners of Trivy found, with secrets covered, and without network',
  { timeout: 120_000 },
  async () => {
    const room = await openImageRoom(realTrivy?.path);
    await room.importDatabase();
    const { url } = await room.start();
    const secret = `AKIA${'Q5FJ7X2PLM3NRTUV'}`;
    const files = {
      ...debianFiles('12.1', [{ name: 'libssl3', source: 'openssl', version: '3.0.9-1' }]),
      'app/key.env': `AWS_ACCESS_KEY_ID=${secret}\n`,
      'app/Dockerfile': 'FROM debian\nUSER root\n',
      'usr/share/doc/libssl3/copyright': 'License: GPL-3.0\n',
    };
    const registry = await serveImages({ app: buildImage({ layers: [{ files }] }) });
    const body = new URLSearchParams({ image: `${registry.host}/app`, scanners: 'secret,misconfig,license' });
    const headers = { prefer: 'wait=25' };
    const answer = await fetch(`${url}/scan/image?format=trivy`, { method: 'POST', body, headers });
    await registry.close();
    const report = await answer.text();
    const { Results } = JSON.parse(report) as { Results: { Class: string }[] };
    const classes = new Set(Results.map(({ Class }) => Class));
    expect([...classes].sort()).toEqual(['config', 'license', 'os-pkgs', 'secret']);
    expect(report).not.toContain(secret);
  },
);
