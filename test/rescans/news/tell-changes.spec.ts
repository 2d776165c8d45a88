import { describe, expect, it } from 'vitest';
import { tellChanges } from '../../../functions/rescans/news/tell-changes.ts';
import { finding } from '../../image/diff/findings.ts';
import { notifyWorld } from '../../notify/notify-world.ts';
import { rescanWorld } from '../rescan-world.ts';

const diff = { added: [finding()], fixed: [], withdrawn: [], severityChanged: [], updated: [], unchanged: 0 };

async function room() {
  const world = rescanWorld();
  await world.scan('nginx:1.27', []);
  const image = { ...[...world.deps.images.images.values()][0]!, tenant: 'acme' };
  const notify = notifyWorld();
  await notify.subscribe('team');
  const messages = async () =>
    (await notify.deps.deliveries.list({ tenant: 'acme', subscription: 'team', limit: 9 })).deliveries.length;
  return { image, notify, messages, tell: tellChanges(notify.deps) };
}

describe('telling changes', () => {
  it('telling: the scan of one image tells at once, once however often it is entered', async () => {
    const { image, messages, tell } = await room();
    await tell(image, diff);
    await tell(image, diff);
    expect(await messages()).toBe(1);
  });

  it('telling: a run notes what is new and leaves the telling to its end', async () => {
    const { image, notify, messages, tell } = await room();
    await tell({ ...image, run: 'r1' }, diff);
    expect(await messages()).toBe(0);
    expect(await Array.fromAsync(notify.deps.news.of('acme', 'g1', 'r1'))).toHaveLength(1);
  });

  it('telling: what a run noted first is not told by a scan that sees it later', async () => {
    const { image, messages, tell } = await room();
    await tell({ ...image, run: 'r1' }, diff);
    await tell(image, diff);
    expect(await messages()).toBe(0);
  });

  it('telling: nothing new is told to nobody', async () => {
    const { image, messages, tell } = await room();
    await tell(image, { ...diff, added: [] });
    expect(await messages()).toBe(0);
  });
});
