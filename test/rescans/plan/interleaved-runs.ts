import * as fc from 'fast-check';
import type { VulnerabilityNews } from '../../../functions/notify/event.ts';
import { planRun } from '../../../functions/rescans/plan/plan-run.ts';
import { requestRun } from '../../../functions/rescans/plan/triggers.ts';
import type { Run } from '../../../functions/rescans/runs/run.ts';
import { lastCheckOf } from '../../../functions/scans/image/image-record.ts';
import { admin } from '../../notify/notify-world.ts';
import { digestFor } from '../../scans/image/image-world.ts';
import { runWorld } from '../run-world.ts';

const images = ['app-0', 'app-1', 'app-2', 'app-3', 'app-4'] as const;
/** What each database says of every image. */
const databases = {
  g2: [{ id: 'CVE-1', severity: 'HIGH' }],
  g3: [
    { id: 'CVE-1', severity: 'LOW' },
    { id: 'CVE-2', severity: 'LOW' },
  ],
  g4: [{ id: 'CVE-2', severity: 'LOW', fixed: '2', status: 'fixed' }],
  g5: [
    { id: 'CVE-1', severity: 'HIGH' },
    { id: 'CVE-3', severity: 'HIGH' },
  ],
};

const hour = 3_600_000;
const position = fc.nat({ max: 1_000 });
const commonSteps = [
  fc.record({ does: fc.constant('promote' as const) }),
  fc.record({ does: fc.constant('trigger' as const) }),
  fc.record({ does: fc.constant('batch' as const), at: position }),
  fc.record({ does: fc.constant('batch' as const), at: position }),
  fc.record({ does: fc.constant('sweep' as const) }),
  fc.record({ does: fc.constant('request' as const) }),
];
/** What may happen to runs that only match again. */
export const matchingSteps = fc.array(fc.array(fc.oneof(...commonSteps), { minLength: 1, maxLength: 3 }), {
  maxLength: 25,
});
/** The same while images are scanned, by runs and by people. */
export const anySteps = fc.array(
  fc.array(
    fc.oneof(
      ...commonSteps,
      fc.record({ does: fc.constant('scan' as const), at: position }),
      fc.record({ does: fc.constant('scan' as const), at: position }),
      fc.record({ does: fc.constant('ask' as const), at: position }),
    ),
    { minLength: 1, maxLength: 3 },
  ),
  { maxLength: 25 },
);
export type Step = { does: 'promote' | 'trigger' | 'batch' | 'sweep' | 'request' | 'scan' | 'ask'; at?: number };

/** Runs of a tenant with a few images, two in a batch, whose steps happen in the order that a test says, several at once. */
export async function interleavedRuns(options: { scans: boolean; switches: readonly number[] }) {
  const room = runWorld();
  for (const [id, found] of Object.entries(databases)) room.found[id] = [...found];
  await room.subscribe();
  await room.scan(...images);
  const { watches } = room.stores;
  const inTwos = {
    ...watches,
    list: (query: Parameters<typeof watches.list>[0]) => watches.list({ ...query, limit: 2 }),
  };
  const process = room.processes({ ...room.stores, watches: inTwos });
  const schedules = { fullMs: hour, afreshMs: options.scans ? 2 * hour : 0 };
  const upcoming = Object.keys(databases);
  const promote = () => {
    room.world.time.now += 1;
    room.world.script.database = upcoming.shift() ?? room.world.script.database;
  };
  if (options.scans) {
    const { scan } = room.world.script;
    // A new analyser sees what a rematch does not: a scan that comes late has something to tell, too.
    room.world.script.scan = async (order) => {
      room.found[room.world.script.database]?.push({ id: 'CVE-9', severity: 'LOW' });
      const scanned = await scan(order);
      room.found[room.world.script.database]?.pop();
      return scanned;
    };
  }
  /** news of a database whose own run was under way, by their source: that run is to tell them */
  const early = new Map<string, { database: string; at: number }>();
  const note = room.news.note;
  room.news.note = async (news) => {
    const source = await note(news);
    const of = (await room.runsOf()).find(
      ({ trigger, database }) => trigger.kind === 'database' && database === news.database,
    );
    if (source === news.source && of !== undefined && of.status !== 'done')
      early.set(source, { database: news.database, at: room.world.time.now });
    return source;
  };
  let uses = 0;
  const { rematch } = room.script;
  room.script.rematch = async () => {
    uses += 1;
    if (options.switches.includes(uses)) promote();
    if (options.scans && uses % 4 === 0) return { outcome: 'needs_fresh_scan', reason: 'analysis_missing' };
    return rematch();
  };
  const request = async () => {
    const run = await requestRun({ ...process.plan, newMark: () => `request-${room.world.time.now}-${uses}` }, admin, {
      kind: 'all',
    });
    await planRun(process.plan, run);
  };
  const step = async ({ does, at = 0 }: Step): Promise<unknown> => {
    const message = room.batches[at % Math.max(1, room.batches.length)];
    const scan = room.world.rung[at % room.world.rung.length]!;
    if (does === 'promote') return promote();
    if (does === 'trigger') return process.start(schedules);
    if (does === 'batch') return message && process.batch(message);
    if (does === 'request') return request();
    if (does === 'scan') return room.world.run(scan, { follow: process.scans.follow });
    if (does === 'ask') return room.world.submit({ image: images[at % images.length]!, fresh: true }, admin);
    room.world.time.now += 3 * 60_000;
    return process.sweep();
  };
  const told = async () => {
    const { deliveries } = await room.stores.deliveries.list({
      tenant: admin.tenant,
      subscription: 'team',
      limit: 1_000,
    });
    return deliveries.map(({ event }) => event.data as VulnerabilityNews);
  };
  return {
    room,
    async play(rounds: readonly (readonly Step[])[]) {
      for (const round of rounds) {
        room.world.time.now += 1_000;
        await Promise.all(round.map(step));
      }
      await process.start(schedules);
      await room.recover();
      await process.start(schedules);
      await room.recover();
    },
    /** each message as one text for each image that it names */
    async messages(): Promise<string[][]> {
      const all = await told();
      return all.map(({ database, kind, id, images: named }) =>
        named.map(({ digest }) => [database, kind, id, digest].join(' ')),
      );
    },
    /** what was ever noted, in the same texts */
    async noted(): Promise<string[]> {
      const texts: string[] = [];
      for (const { source, ...one } of room.news.rows.values()) {
        texts.push([one.database, one.kind, one.vulnerability, one.image.digest].join(' '));
      }
      return texts;
    },
    /** news that came while the run of their database was under way, and that it did not tell */
    async missed(): Promise<string[]> {
      const runs = (await room.runsOf()).filter(({ trigger }) => trigger.kind === 'database');
      return [...early].flatMap(([source, { database, at }]) => {
        const tells = runs.some(({ id, guests = [] }) => [id, ...guests].includes(source));
        // It ended in the very round.
        const isLate = runs.some((run) => run.database === database && run.finished === at);
        return tells || isLate ? [] : source;
      });
    },
    async unfinished(): Promise<Run[]> {
      return (await room.runsOf()).filter(({ status, due }) => status !== 'done' || due !== undefined);
    },
    async outdated(): Promise<string[]> {
      const wanted = room.world.script.database;
      const found = await Promise.all(images.map((image) => room.imageOf(digestFor(`library/${image}`))));
      return found.flatMap((image) => (lastCheckOf(image!).database === wanted ? [] : image!.image));
    },
  };
}
