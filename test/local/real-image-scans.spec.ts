import { expect, it } from 'vitest';
import { wellKnown } from '../../sample/images/well-known.ts';
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
