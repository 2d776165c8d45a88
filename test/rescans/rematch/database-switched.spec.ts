import { describe, expect, it } from 'vitest';
import type { FaultPlan } from '../../faults/faulty-port.ts';
import { faultyProcesses, type RunRoom } from '../../faults/faulty-runs.ts';
import { digestFor } from '../../scans/image/image-world.ts';
import { runWorld } from '../run-world.ts';

const first = { id: 'CVE-1', severity: 'HIGH' };
const second = { id: 'CVE-2', severity: 'LOW' };
/** Two images, a database that knows one vulnerability more, and another one behind it that knows a second. */
async function prepared() {
  const room = runWorld();
  await room.subscribe();
  await room.scan('nginx', 'redis');
  room.found.g2 = [first];
  room.found.g3 = [first, second];
  room.world.script.database = 'g2';
  return room;
}

async function runWith(room: RunRoom, plan: FaultPlan): Promise<void> {
  const processes = faultyProcesses(room, plan);
  await processes.start();
  for (const message of [...room.batches]) await processes.batch(message);
}

describe('a database that is switched in the middle of a run', () => {
  it('run: wherever the switch falls, each image ends with the newer database and each vulnerability is told once (F6)', async () => {
    const uses: string[] = [];
    await runWith(await prepared(), (operation) => void uses.push(operation));
    expect(uses.length).toBeGreaterThan(20);
    for (let at = 1; at <= uses.length; at += 1) {
      const room = await prepared();
      let count = 0;
      await runWith(room, () => {
        count += 1;
        if (count === at) room.world.script.database = 'g3';
        return undefined;
      });
      room.world.script.database = 'g3';
      await room.sound.start();
      await room.recover();
      const place = `switched at ${at}: ${uses[at - 1]}`;
      const runs = await room.runsOf();
      expect(
        runs.map(({ status, due }) => [status, due]),
        place,
      ).toEqual(runs.map(() => ['done', undefined]));
      expect(runs.length, place).toBeGreaterThan(0);
      for (const name of ['nginx', 'redis']) {
        const image = await room.imageOf(digestFor(`library/${name}`));
        expect(image?.checked?.database ?? image?.database, place).toBe('g3');
      }
      const told = (await room.told()).flatMap((text) => {
        const [kind, id, images] = text.split(' ');
        return Array.from({ length: Number(images) }, () => `${kind} ${id}`);
      });
      expect(told.toSorted(), place).toEqual(['new CVE-1', 'new CVE-1', 'new CVE-2', 'new CVE-2']);
      // One message for each database that brought it: when the switch falls between the two images, both bring the first one.
      const messages = (await room.told()).map((text) => text.slice(0, -2));
      expect(
        messages.filter((text) => text === 'new CVE-2'),
        place,
      ).toHaveLength(1);
      expect(messages.filter((text) => text === 'new CVE-1').length, place).toBeLessThanOrEqual(2);
    }
  });
});
