import { describe, expect, it } from 'vitest';
import { DrydockError } from '../../functions/errors.ts';
import { announceNews } from '../../functions/notify/announce.ts';
import { deliverDue } from '../../functions/notify/deliver.ts';
import { ringingDeliveries } from '../../functions/notify/delivery-bell.ts';
import { giveBack } from '../../functions/notify/give-back.ts';
import { makeDigests } from '../../functions/notify/make-digest.ts';
import { replayDeliveries } from '../../functions/notify/manage-deliveries.ts';
import { alarmWhenOverdue, defaultOverdueRules } from '../../functions/notify/overdue.ts';
import { admin, notifyWorld, type Sent, sampleNews, start } from '../notify/notify-world.ts';
import { type FaultPlan, faultAt, faultyPort } from './faulty-port.ts';
import { turns } from './faulty-world.ts';

type World = ReturnType<typeof notifyWorld>;
type Deps = World['deps'];

const hour = 3_600_000;
const run = { tenant: admin.tenant, id: 'run-1', database: 'g2', time: start };
const told = ['CVE-2026-1', 'CVE-2026-2'];

/** The notifier over ports whose every use follows a plan. */
function faulty(world: World, plan: FaultPlan): Deps {
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
async function recover(world: World, again: (deps: Deps) => Promise<unknown>): Promise<void> {
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

const cases: Case[] = [
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
    again: none,
    messages: [['overdue']],
  },
];

/** What the receiver says that it took. */
function acceptedBy({ receiver }: World): Sent[] {
  const accepted: Sent[] = [];
  const { answer } = receiver;
  receiver.answer = async (sent) => {
    const reply = await answer(sent);
    if (reply.status < 300) accepted.push(sent);
    return reply;
  };
  return accepted;
}

/** What a message is about. */
const aboutOf = (body: string): string[] => {
  const { type, data } = JSON.parse(body);
  if (type.includes('overdue')) return ['overdue'];
  return type.includes('digest') ? data.vulnerabilities.map(({ id }: { id: string }) => id).toSorted() : [data.id];
};

describe.each(cases)('$name', ({ name, prepare, run: work, again, messages }) => {
  it.each(['dies', 'dies after effect', 'fails', 'fails after effect'] as const)(
    `faults: ${name} that %s at any use of a port loses no message, and repeats one only under its id`,
    async (fault) => {
      const uses: string[] = [];
      await work(faulty(await prepare(), (operation) => void uses.push(operation)));
      expect(uses.length).toBeGreaterThan(1);
      for (let at = 1; at <= uses.length; at += 1) {
        const world = await prepare();
        const accepted = acceptedBy(world);
        const plan = faultAt(at, fault);
        await Promise.race([work(faulty(world, plan)).catch(() => undefined), turns(20)]);
        // The alarm is counted again within the day; what it tells is the same.
        if (messages[0]?.[0] === 'overdue') await alarm(world.deps);
        await recover(world, again);
        const place = `${fault} at ${at}: ${uses[at - 1]}`;
        const arrived = new Map<string, string[]>();
        for (const { headers, body } of accepted) arrived.set(headers['webhook-id']!, aboutOf(body));
        expect([...arrived.values()].toSorted(), place).toEqual(messages);
        // Only whoever sent and could not say so leaves the message to another try.
        const isUnknown = fault !== 'fails' && uses[at - 1] === 'http.post';
        const isUnwritten = fault !== 'fails after effect' && uses[at - 1] === 'deliveries.replace';
        if (!isUnknown && !isUnwritten) expect(accepted.length, place).toBe(messages.length);
        const { deliveries } = await world.deps.deliveries.list({ tenant: 'acme', subscription: 'team', limit: 100 });
        const left = deliveries.filter(({ status }) => status !== 'delivered' && status !== 'digested');
        expect(left, place).toEqual([]);
      }
    },
  );
});
