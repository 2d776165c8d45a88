import { announceNews } from '../../functions/notify/announce.ts';
import { listDeliveries } from '../../functions/notify/manage-deliveries.ts';
import { admin, notifyWorld, sampleNews, start } from './notify-world.ts';

/** A subscription `team` with one message that waits; `rowOf` reads the newest one. */
export async function announcedWorld() {
  const world = notifyWorld();
  await world.subscribe('team');
  await world.deps.news.note(sampleNews());
  await announceNews(world.deps, { tenant: 'acme', id: 'run-1', database: 'g2', time: start });
  const rowOf = async () => (await listDeliveries(world.deps, admin, 'team', { limit: 1 })).deliveries[0]!;
  return { ...world, rowOf };
}
