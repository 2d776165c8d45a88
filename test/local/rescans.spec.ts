import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { laterSampleDatabase } from '../../sample/database/advisories.ts';
import { wellKnown } from '../../sample/images/well-known.ts';
import { corpus } from '../images/corpus.ts';
import { contentOf, type ExpectedImage, expectedOf, readExpected } from '../images/expected-findings.ts';
import { plainTrivy } from '../images/plain-trivy.ts';
import { realTrivy } from '../trivy/trivies.ts';
import { expectedNews } from './expected-news.ts';
import { openRescanRoom, type Received } from './rescan-room.ts';

const before = readExpected();
/** Those that the later database changes, and two that it does not. */
const { debian, alpine, distroless, go, rust, python, npm, scratch } = wellKnown;
const few = { debian, alpine, distroless, go, rust, python, npm, scratch };
const told = (received: readonly Received[]) =>
  Object.fromEntries(
    received.map(({ event: { type, subject, data } }) => [
      `${type.split('.')[3]} ${subject}`,
      data.images.map(({ digest }) => digest).sort(),
    ]),
  );

/** Each image scanned anew by `trivy image` alone, with the later database. */
async function scannedLater(host: string, images: typeof corpus): Promise<Record<string, ExpectedImage>> {
  const directory = mkdtempSync(join(tmpdir(), 'drydock-later-'));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  const plain = plainTrivy(realTrivy!.path, directory, laterSampleDatabase);
  const found: Record<string, ExpectedImage> = {};
  for (const [name, image] of Object.entries(images)) {
    found[name] = expectedOf(await plain(`${host}/${name}:latest`), contentOf(image));
  }
  return found;
}

const newsOf = (digests: Record<string, string>, after: Record<string, ExpectedImage>) =>
  expectedNews(
    Object.entries(digests).map(([name, digest]) => ({ digest, before: before[name]!, after: after[name]! })),
  );

describe.skipIf(realTrivy === undefined)('rescans as a newcomer sees them', () => {
  it('rescan: after a new database every image is as a fresh scan finds it, and each vulnerability is told in one signed message', async () => {
    const room = await openRescanRoom(realTrivy!, corpus);
    await room.start();
    const digests = await room.scanAll();
    const changedBy = async (generation: string) => {
      const { items } = await room.get<{ items: { digest: string; database: string }[] }>('/images?limit=100');
      return items.flatMap(({ digest, database }) => (database === generation ? digest : [])).sort();
    };
    const findingsOf = async (name: string) => {
      const { items } = await room.get<{ items: { scan: string }[] }>(`/images/${digests[name]}/history?limit=1`);
      const report = JSON.stringify(await room.get(`/scans/${items[0]!.scan}?format=trivy`));
      return expectedOf(report, contentOf(corpus[name]!));
    };
    for (const name of Object.keys(corpus)) expect([name, await findingsOf(name)]).toEqual([name, before[name]]);
    await room.subscribe();
    await room.settled();
    const generation = await room.promote();
    const run = await room.runDone(generation);
    const after = await scannedLater(room.registry, corpus);
    for (const name of Object.keys(corpus)) expect([name, await findingsOf(name)]).toEqual([name, after[name]]);
    const news = newsOf(digests, after);
    const changed = new Set(Object.values(news).flat());
    expect(await changedBy(generation)).toEqual([...changed].sort());
    expect(run).toMatchObject({ total: run.done, failed: 0 });
    expect(new Set(Object.values(await room.delivered()))).toEqual(new Set(['delivered']));
    expect(told(room.received)).toEqual(news);
    expect(room.received).toHaveLength(Object.keys(news).length);
    expect(room.received.filter(({ isSigned }) => !isSigned)).toEqual([]);
  });

  it('rescan: a server that is killed in the middle of a run goes on with it; nothing is lost, nothing told twice', async () => {
    const room = await openRescanRoom(realTrivy!, few);
    await room.start();
    const digests = await room.scanAll();
    await room.subscribe();
    await room.settled();
    room.closeGate();
    const generation = await room.promote();
    await room.runBegun(generation);
    await room.kill();
    room.openGate();
    const restarted = Date.now();
    await room.start();
    const run = await room.runDone(generation);
    expect(Date.parse(run.finished!)).toBeGreaterThan(restarted);
    const news = newsOf(digests, await scannedLater(room.registry, few));
    expect(run).toMatchObject({ total: Object.keys(few).length, done: run.total, failed: 0 });
    await room.delivered();
    expect(told(room.received)).toEqual(news);
    expect(room.received).toHaveLength(Object.keys(news).length);
  });

  it('rescan: a server that is killed while receivers are at its messages sends those again, under the same ids, and no others', async () => {
    const room = await openRescanRoom(realTrivy!, few);
    await room.start();
    const digests = await room.scanAll();
    await room.subscribe();
    await room.settled();
    room.script.answer = ({ event }) => (event.type.includes('.new.') ? undefined : 204);
    const news = newsOf(digests, await scannedLater(room.registry, few));
    await room.promote();
    const isNew = ({ event }: Received) => event.type.includes('.new.');
    await expect.poll(() => room.received.length, { timeout: 60_000 }).toBe(Object.keys(news).length);
    const states = async () =>
      (await room.get<{ items: { status: string }[] }>('/subscriptions/team/deliveries')).items.filter(
        ({ status }) => status === 'delivered',
      ).length;
    await expect.poll(states, { timeout: 60_000 }).toBe(room.received.filter((message) => !isNew(message)).length);
    await room.kill();
    room.script.answer = () => 204;
    const first = room.received.splice(0);
    await room.start();
    expect(new Set(Object.values(await room.delivered()))).toEqual(new Set(['delivered']));
    expect(told([...first, ...room.received])).toEqual(news);
    const ids = (messages: readonly Received[]) => messages.map(({ id }) => id).sort();
    expect(ids(room.received)).toEqual(ids(first.filter(isNew)));
  });
});
