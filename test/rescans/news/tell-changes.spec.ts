import { describe, expect, it } from 'vitest';
import { tellChanges } from '../../../functions/rescans/news/tell-changes.ts';
import { endRun } from '../../../functions/rescans/plan/end-run.ts';
import { defaultRunSettings, type Run } from '../../../functions/rescans/runs/run.ts';
import { newRun } from '../../../functions/rescans/runs/run-state.ts';
import { finding } from '../../image/diff/findings.ts';
import { notifyWorld } from '../../notify/notify-world.ts';
import { memoryRunStore } from '../memory-run-store.ts';
import { rescanWorld } from '../rescan-world.ts';

const diff = { added: [finding()], fixed: [], withdrawn: [], severityChanged: [], updated: [], unchanged: 0 };
const schedule = { kind: 'schedule', name: 'afresh', period: 1 } as const;

async function room() {
  const world = rescanWorld();
  await world.scan('nginx:1.27', []);
  const image = { ...[...world.deps.images.images.values()][0]!, tenant: 'acme' };
  const notify = notifyWorld();
  await notify.subscribe('team');
  const { clock, deploymentKey } = notify.deps;
  const runs = memoryRunStore(clock);
  const run = async (id: string, database: string, change: Partial<Run> = {}): Promise<Run> => {
    const trigger = { kind: 'database', generation: database } as const;
    const begun = newRun(
      { tenant: 'acme', id, trigger, target: { kind: 'all' }, database },
      clock(),
      defaultRunSettings,
    );
    await runs.create({ ...begun, status: 'running', ...change });
    return (await runs.read('acme', id))!;
  };
  const end = async (id: string) => {
    const now = (await runs.read('acme', id))!;
    const done = { ...now, status: 'done' as const, fence: now.fence + 1 };
    await runs.replace(done, now.fence);
    await endRun({ runs, queue: { ring: async () => undefined }, announce: notify.deps }, done);
  };
  /** how many images each message names */
  const messages = async () => {
    const { deliveries } = await notify.deps.deliveries.list({ tenant: 'acme', subscription: 'team', limit: 9 });
    return deliveries.map(({ event }) => (event.data as { imageCount: number }).imageCount).toSorted();
  };
  const tell = tellChanges({ ...notify.deps, runs, runSettings: defaultRunSettings, deploymentKey });
  return {
    ...{ image, other: { ...image, digest: `sha256:${'b'.repeat(64)}`, scan: 'i2' } },
    notify,
    runs,
    run,
    end,
    messages,
    tell,
  };
}

describe('telling changes', () => {
  it('telling: the scan of one image tells at once, once however often it is entered', async () => {
    const { image, messages, tell } = await room();
    await tell(image, diff);
    await tell(image, diff);
    expect(await messages()).toEqual([1]);
  });

  it('telling: a run notes what is new and leaves the telling to its end', async () => {
    const { image, run, end, messages, tell } = await room();
    await run('r1', 'g1');
    await tell({ ...image, run: 'r1' }, diff);
    expect(await messages()).toEqual([]);
    await end('r1');
    expect(await messages()).toEqual([1]);
  });

  it('telling: what a run noted first is not told by a scan that sees it later', async () => {
    const { image, run, messages, tell } = await room();
    await run('r1', 'g1');
    await tell({ ...image, run: 'r1' }, diff);
    await tell(image, diff);
    expect(await messages()).toEqual([]);
  });

  it('telling: nothing new is told to nobody', async () => {
    const { image, messages, tell } = await room();
    await tell(image, { ...diff, added: [] });
    expect(await messages()).toEqual([]);
  });

  it('telling: a scan in a database whose run is under way is told by that run, in the same message', async () => {
    const { image, other, run, end, messages, tell } = await room();
    await run('r1', 'g1');
    await tell(image, diff);
    await tell(image, diff);
    await tell({ ...other, run: 'r1' }, diff);
    expect(await messages()).toEqual([]);
    await end('r1');
    await tell(image, diff);
    expect(await messages()).toEqual([2]);
  });

  it('telling: a scan that lands when the run is done tells itself, and is not told by who tells the run again', async () => {
    const { image, other, run, end, messages, tell } = await room();
    await run('r1', 'g1');
    await tell({ ...other, run: 'r1' }, diff);
    await end('r1');
    await tell(image, diff);
    await end('r1');
    expect(await messages()).toEqual([1, 1]);
  });

  it('telling: a scan that is made again in the same database tells what is new in it, though the run that told the first is done', async () => {
    const { image, run, end, messages, tell } = await room();
    await run('r1', 'g1');
    await tell(image, diff);
    await end('r1');
    await tell({ ...image, generation: 2 }, { ...diff, added: [finding(), finding({ id: 'CVE-9' })] });
    expect(await messages()).toEqual([1, 1]);
  });

  it('telling: scans of a run that found another database in use are told by the run of that one, or by their own when it is done', async () => {
    const { image, other, run, end, messages, tell, runs } = await room();
    await run('r1', 'g0', { trigger: schedule });
    await run('r2', 'g1');
    await tell({ ...image, run: 'r1' }, diff);
    await end('r2');
    expect(await messages()).toEqual([1]);
    await tell({ ...other, run: 'r1' }, diff);
    expect(await messages()).toEqual([1]);
    expect((await runs.read('acme', 'r1'))?.switchedTo).toEqual(['g1']);
    await end('r1');
    expect(await messages()).toEqual([1, 1]);
  });

  it('telling: a result of a run that is done already is told as that of one image', async () => {
    const { image, run, end, messages, tell } = await room();
    await run('r1', 'g1');
    await end('r1');
    await tell({ ...image, run: 'r1' }, diff);
    expect(await messages()).toEqual([1]);
  });

  it('telling: the run of a database that is in use is begun by the scan that comes before its trigger', async () => {
    const { image, notify, runs, messages } = await room();
    const database = async () => ({ generation: 'g1' });
    const tell = tellChanges({ ...notify.deps, runs, runSettings: defaultRunSettings, database });
    await tell(image, diff);
    expect(await messages()).toEqual([]);
    expect([...runs.rows.values()]).toMatchObject([{ status: 'planned', database: 'g1', guests: [`${image.scan}-1`] }]);
  });

  it('telling: a run that has many guests takes no more, and they tell themselves', async () => {
    const { image, run, messages, tell } = await room();
    await run('r1', 'g1', { guests: Array.from({ length: 500 }, (_, at) => `i${at}`) });
    await tell(image, diff);
    expect(await messages()).toEqual([1]);
  });
});
