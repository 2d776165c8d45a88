import { expect, it } from 'vitest';
import { alarmTenants } from '../../../functions/rescans/plan/alarm-tenants.ts';
import { runWorld } from '../run-world.ts';

const day = 86_400_000;

it('alarm: who has watches is told once of rescans and a database that are too old, and looked at all the same', async () => {
  const room = runWorld();
  await room.subscribe();
  const { watches, runs, deliveries } = room.stores;
  const telling = { ...room.sound.scans.announce, metrics: room.world.deps.metrics };
  let database: number | undefined = room.world.time.now;
  const alarm = () => alarmTenants({ watches, runs, telling, databaseDate: async () => database });
  const told = async () => (await deliveries.list({ tenant: 'acme', subscription: 'team', limit: 10 })).deliveries;

  expect(await alarm()).toEqual({ oldestRescan: undefined, database });
  await room.scan('nginx');
  room.world.script.database = 'g2';
  await room.sound.start();
  await room.recover();
  const [run] = await room.runsOf();
  expect(await alarm()).toEqual({ oldestRescan: run!.created, database });
  expect(await told()).toEqual([]);

  room.world.time.now += 4 * day;
  database = undefined;
  for (const _ of ['once', 'again']) expect(await alarm()).toEqual({ oldestRescan: run!.created, database });
  expect((await told()).map(({ event }) => [event.type, event.data])).toEqual([
    [
      'dev.drydock.rescans.overdue.v1',
      {
        reasons: [
          expect.stringMatching(/^watched images have not been matched again since/),
          'there is no vulnerability database',
        ],
      },
    ],
  ]);
});

it('alarm: who has watches and no run at all is told when the first of them is too old', async () => {
  const room = runWorld();
  await room.subscribe();
  const { watches, runs, deliveries } = room.stores;
  const telling = { ...room.sound.scans.announce, metrics: room.world.deps.metrics };
  const alarm = () => alarmTenants({ watches, runs, telling, databaseDate: async () => room.world.time.now });
  await room.scan('nginx');
  const [watch] = [...watches.rows.values()];
  room.world.time.now += 2 * day;
  expect(await alarm()).toMatchObject({ oldestRescan: watch!.created });
  expect((await deliveries.list({ tenant: 'acme', subscription: 'team', limit: 9 })).deliveries).toEqual([]);
  room.world.time.now += 2 * day;
  await alarm();
  const { deliveries: told } = await deliveries.list({ tenant: 'acme', subscription: 'team', limit: 9 });
  expect(told.map(({ event }) => event.data)).toEqual([
    { reasons: [expect.stringMatching(/^watched images have not been matched again since/)] },
  ]);
});
