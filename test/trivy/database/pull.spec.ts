import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DrydockError } from '../../../functions/errors.ts';
import { archive, artifact, openRoom, type Room } from './room.ts';
import { sampleAdvisories } from './sample-advisories.ts';

const start = Date.parse('2026-03-01T00:00:00Z');
const hour = 3_600_000;
const broken = { code: 'database_broken' };
let room: Room;
beforeEach(() => {
  room = openRoom(start);
});
afterEach(() => room.remove());
const at = (hours: number) => ({ updatedAt: new Date(start + hours * hour) });
const vulnerabilities = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, number) => [`CVE-2020-${10_000 + number}`, {}]));

describe('db pull', () => {
  const repositories = ['first.test/trivy-db:2', 'second.test/trivy-db:2'] as const;
  const [one, two] = repositories;
  const java = 'java.test/trivy-java-db:1';
  const pull = () => room.commands.pull({ repositories, javaRepositories: [] });
  const down = new DrydockError('registry_rate_limited', 'come back', { retryAfter: 30 });

  it('pull: the first repository that gives it is enough', async () => {
    room.offer(one, artifact(archive(room.database('a'))));
    const { outcome, generation } = await pull();
    expect(outcome).toBe('promoted');
    expect(generation.source).toMatch(/^first\.test\/trivy-db:2@sha256:[0-9a-f]{64}$/);
    expect(room.asked).toEqual([one]);
  });

  it.each<[string, () => Parameters<Room['offer']>[1]]>([
    ['is down', () => down],
    [
      'gives another kind of artifact',
      () => artifact(Buffer.from('x'), { mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip' }),
    ],
    [
      'gives bytes that are not as announced',
      () => {
        const bytes = archive(room.database('b'));
        const failing = async function* () {
          yield bytes.subarray(0, bytes.length - 20);
          throw new DrydockError('broken_image', 'the digest is wrong');
        };
        return artifact(bytes, { layer: Readable.from(failing()) });
      },
    ],
    ['gives half an archive', () => artifact(archive(room.database('b')).subarray(0, 800))],
  ])('pull: the next repository is asked when one %s', async (_, offer) => {
    room.offer(one, offer());
    room.offer(two, artifact(archive(room.database('a'))));
    expect((await pull()).generation.source).toContain(two);
  });

  it('pull: when no repository gives it, all are named, and the last good one stays in use (F7)', async () => {
    const last = await room.commands.importFrom(room.database('a'));
    room.offer(two, down);
    await expect(pull()).rejects.toMatchObject({
      code: 'registry_rate_limited',
      retryAfter: 30,
      message: `${one}: nobody answers; ${two}: come back`,
    });
    expect((await room.generations.promoted()).generation.id).toBe(last.id);
  });

  it('pull: the same database again changes nothing', async () => {
    const bytes = archive(room.database('a'));
    room.offer(one, artifact(bytes));
    const { generation } = await pull();
    room.offer(one, artifact(bytes));
    expect(await pull()).toEqual({ outcome: 'unchanged', generation });
  });

  it('pull: one that was rolled back from is not promoted again, a newer one is (S21)', async () => {
    const first = await room.commands.importFrom(room.database('a'));
    const bytes = archive(room.database('b', at(1)));
    room.offer(one, artifact(bytes));
    await pull();
    await room.commands.rollback();
    room.offer(one, artifact(bytes));
    expect(await pull()).toMatchObject({ outcome: 'rejected', generation: { id: first.id } });
    room.offer(one, artifact(archive(room.database('c', at(2)))));
    expect(await pull()).toMatchObject({ outcome: 'promoted' });
  });

  it('pull: a database that does not find what it must is not promoted (S21)', async () => {
    room.offer(one, artifact(archive(room.database('a'))));
    room.canaryFinds(['CVE-2021-44228']);
    await expect(pull()).rejects.toMatchObject({ ...broken, message: expect.stringContaining('CVE-2021-23337') });
    expect(await room.commands.status()).toEqual({});
  });

  it('pull: a database that lost much against the last one is not promoted (S21)', async () => {
    const full = { vulnerabilities: vulnerabilities(100) };
    const last = await room.commands.importFrom(room.database('a', full));
    room.offer(one, artifact(archive(room.database('b', { vulnerabilities: vulnerabilities(89), ...at(1) }))));
    await expect(pull()).rejects.toMatchObject({ ...broken, message: expect.stringContaining('had 100') });
    expect((await room.commands.status()).current?.id).toBe(last.id);
    room.offer(one, artifact(archive(room.database('c', { vulnerabilities: vulnerabilities(90), ...at(1) }))));
    expect(await pull()).toMatchObject({ outcome: 'promoted' });
  });

  it('pull: a labelled database is no measure for a real one', async () => {
    const full = { vulnerabilities: vulnerabilities(100) };
    await room.commands.importFrom(room.database('a', full), { label: 'sample' });
    room.offer(one, artifact(archive(room.database('b', at(1)))));
    expect((await pull()).generation.label).toBeUndefined();
  });

  it('pull: the Java database comes along, and stays when a later one cannot be had', async () => {
    const [a, b] = [room.database('a'), room.database('b', { ...at(1), java: [] })];
    room.offer(one, artifact(archive(a)));
    room.offer(java, artifact(archive(a, 'java-db'), { java: true }));
    const first = await room.commands.pull({ repositories, javaRepositories: [java] });
    expect(first.generation.java?.source).toContain(java);
    room.offer(one, artifact(archive(b)));
    room.offer(java, down);
    const second = await room.commands.pull({ repositories, javaRepositories: [java] });
    expect(second).toMatchObject({ outcome: 'promoted', javaFailure: { code: 'registry_rate_limited' } });
    expect(second.generation.java).toEqual(first.generation.java);
    room.offer(one, artifact(archive(room.database('c', at(2)))));
    expect((await pull()).generation.java).toEqual(first.generation.java);
  });

  it('pull: without any Java database the other one is promoted all the same', async () => {
    const { java: _, ...plain } = sampleAdvisories;
    room.offer(one, artifact(archive(room.database('a', plain))));
    const { generation, javaFailure } = await room.commands.pull({ repositories, javaRepositories: [java] });
    expect(generation.java).toBeUndefined();
    expect(javaFailure?.code).toBe('registry_unavailable');
  });

  it('pull: called off, it rejects with the reason and asks nobody else', async () => {
    const signal = AbortSignal.abort(new Error('enough'));
    await expect(room.commands.pull({ repositories, javaRepositories: [], signal })).rejects.toThrow('enough');
    expect(room.asked).toEqual([one]);
  });
});
