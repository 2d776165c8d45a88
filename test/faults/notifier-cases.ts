import { DrydockError } from '../../functions/errors.ts';
import { announceNews } from '../../functions/notify/announce.ts';
import { deliverDue } from '../../functions/notify/deliver.ts';
import { ringingDeliveries } from '../../functions/notify/delivery-bell.ts';
import { giveBack } from '../../functions/notify/give-back.ts';
import { makeDigests } from '../../functions/notify/make-digest.ts';
import { replayDeliveries } from '../../functions/notify/manage-deliveries.ts';
import { alarmWhenOverdue, defaultOverdueRules } from '../../functions/notify/overdue.ts';
import { admin, notifyWorld, sampleNews, start } from '../notify/notify-world.ts';
import { type FaultPlan, faultyPort } from './faulty-port.ts';
import { turns } from './faulty-world.ts';

export type World = ReturnType<typeof notifyWorld>;
type Deps = World['deps'];

const hour = 3_600_000;
const run = { tenant: admin.tenant, id: 'run-1', database: 'g2', time: start };
const told = ['CVE-2026-1', 'CVE-2026-2'];

/** The notifier over ports whose every use follows a plan. */
export function faultyNotifier(world: World, plan: FaultPlan): Deps {
  const process = { isDead: false };
  const failure = () => new DrydockError('storage_unavailable', 'injected');
  const wrap = <T extends object>(name: string, port: T): T => faultyPort(name, port, process, plan, failure);
  const { subscriptions, deliveries, news, transports, clock, log } = world.deps;
  // Doorbells that nobody hears: the schedule finds what they were for.
  const bell = wrap('bell', { ring: async () => {} });
  return {
    ...world.deps,
    subscriptions: wrap('subscriptions', subscriptions),
    deliveries: ringingDeliveries(wrap('deliveries', deliveries), { bell, clock, log }),
    // A stream; whoever reads it dies at the next port.
    news: { note: wrap('news', news).note, of: news.of },
    transports: { ...transports, http: { ...transports.http, post: wrap('http', transports.http).post } },
  };
}

const announce = (deps: Deps) => announceNews(deps, run);

async function noted(request: object = {}): Promise<World> {
  const world = notifyWorld();
  await world.subscribe('team', request);
  for (const vulnerability of told) await world.deps.news.note(sampleNews({ vulnerability }));
  return world;
}

async function announced(request: object = {}): Promise<World> {
  const world = await noted(request);
  await announce(world.deps);
  return world;
}

/** As the schedules do: announces what may not be told yet, makes digests, sends, until a day has passed. */
export async function recover(world: World, again: (deps: Deps) => Promise<unknown>): Promise<void> {
  for (let round = 0; round < 30; round += 1) {
    await again(world.deps);
    await makeDigests(world.deps);
    await deliverDue(world.deps);
    world.time.now += round < 4 ? 61_000 : hour;
  }
}

const none = async (): Promise<void> => {};
const daily = { digest: { every: 'day', hour: 13 } };

interface Case {
  name: string;
  prepare: () => Promise<World>;
  run: (deps: Deps) => Promise<unknown>;
  /** what comes again by itself, or is asked for again by whoever saw it fail */
  again: (deps: Deps) => Promise<unknown>;
  /** the vulnerabilities of each message that arrives */
  messages: string[][];
}

const alarm = (deps: Deps) => alarmWhenOverdue(deps, { tenant: admin.tenant, database: 0 }, defaultOverdueRules);
const replay = (deps: Deps) => replayDeliveries(deps, admin, 'team', 0);

export const cases: Case[] = [
  {
    name: 'whoever announces',
    prepare: noted,
    run: announce,
    again: announce,
    messages: told.map((id) => [id]),
  },
  { name: 'a sender', prepare: announced, run: deliverDue, again: none, messages: told.map((id) => [id]) },
  {
    name: 'a sender whose receiver is back',
    async prepare() {
      const world = await announced();
      world.receiver.answer = () => ({ status: 503 });
      await deliverDue(world.deps);
      world.receiver.answer = () => ({ status: 204 });
      world.time.now += 10_000;
      return world;
    },
    run: deliverDue,
    again: none,
    messages: told.map((id) => [id]),
  },
  {
    name: 'a sender whose receiver is down',
    async prepare() {
      const world = await announced();
      world.receiver.answer = () => (world.time.now === start ? { status: 503 } : { status: 204 });
      return world;
    },
    run: deliverDue,
    again: none,
    messages: told.map((id) => [id]),
  },
  {
    name: 'a new process that takes back what the one before had',
    async prepare() {
      const world = await announced();
      world.receiver.answer = () => new Promise(() => undefined);
      void deliverDue(world.deps);
      await turns();
      world.receiver.answer = () => ({ status: 204 });
      return world;
    },
    run: giveBack,
    again: none,
    messages: told.map((id) => [id]),
  },
  {
    name: 'whoever makes a digest',
    async prepare() {
      const world = await announced(daily);
      world.time.now = start + hour + 60_000;
      return world;
    },
    run: makeDigests,
    again: none,
    messages: [told],
  },
  {
    name: 'whoever collects for a digest',
    prepare: () => noted(daily),
    run: announce,
    again: announce,
    messages: [told],
  },
  {
    name: 'whoever replays',
    async prepare() {
      const world = await announced();
      world.receiver.answer = () => ({ status: 500 });
      await world.settle();
      await world.subscribe('team');
      world.receiver.answer = () => ({ status: 204 });
      return world;
    },
    run: replay,
    again: replay,
    messages: told.map((id) => [id]),
  },
  {
    name: 'the dead man’s alarm',
    async prepare() {
      const world = notifyWorld();
      await world.subscribe('team');
      return world;
    },
    run: alarm,
    // Within the day; what it tells is the same then.
    again: async (deps) => void (deps.clock() === start && (await alarm(deps))),
    messages: [['overdue']],
  },
];
