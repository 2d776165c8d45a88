import { describe, expect, it } from 'vitest';
import { DrydockError } from '../../../functions/errors.ts';
import { type FaultPlan, faultyPort } from '../../faults/faulty-port.ts';
import { runWorld } from '../run-world.ts';

const first = { id: 'CVE-1', severity: 'HIGH' };
const second = { id: 'CVE-2', severity: 'LOW' };
const ports = ['scans', 'images', 'reports', 'runs', 'watches', 'news', 'rematcher', 'batchQueue'] as const;

/** The processes, with something that happens before the nth use of a port. */
function watched(room: ReturnType<typeof runWorld>, plan: FaultPlan) {
  const process = { isDead: false };
  const stores = { ...room.stores };
  for (const name of ports) {
    const given = room.stores[name] as object;
    const wrapped = faultyPort(name, given, process, plan, () => new DrydockError('storage_unavailable', 'none'));
    const port =
      name === 'news' ? { ...wrapped, note: Reflect.get(wrapped, 'note'), of: room.stores.news.of } : wrapped;
    (stores as Record<string, unknown>)[name] = port;
  }
  return room.processes(stores);
}

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

async function runWith(room: ReturnType<typeof runWorld>, plan: FaultPlan): Promise<void> {
  const processes = watched(room, plan);
  await processes.start();
  for (const message of [...room.batches]) await processes.batch(message);
}

describe('a database that is switched in the middle of a run', () => {
  it('run: wherever the switch falls, each image ends with the newer database and each vulnerability is told once', async () => {
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
      for (const image of room.stores.images.images.values()) {
        expect(image.checked?.database ?? image.database, place).toBe('g3');
      }
      const told = (await room.told()).flatMap((text) => {
        const [kind, id, images] = text.split(' ');
        return Array.from({ length: Number(images) }, () => `${kind} ${id}`);
      });
      // One message for each database that brought it: an image each, when the switch falls between the two.
      expect(told.toSorted(), place).toEqual(['new CVE-1', 'new CVE-1', 'new CVE-2', 'new CVE-2']);
    }
  });
});
