import { beforeEach, describe, expect, it } from 'vitest';
import { deliverDue } from '../../functions/notify/deliver.ts';
import { admin, notifyWorld } from '../notify/notify-world.ts';
import { request } from './request.ts';
import { sampleApp } from './sample-app.ts';

let world: ReturnType<typeof notifyWorld>;
beforeEach(() => {
  world = notifyWorld();
});

const hook = { target: { type: 'webhook', url: 'https://receiver.example/hook?token=t0ps3cret' } };

async function ask(method: string, target: string, body?: unknown, tenant = admin.tenant) {
  const { app, log } = sampleApp({
    notifications: world.deps,
    callerOf: () => ({ ...admin, tenant }),
    clock: () => world.time.now,
  });
  const answer = await app(request(method, target, body === undefined ? {} : { body: JSON.stringify(body) }));
  return { ...answer, log, json: answer.body === '' ? undefined : JSON.parse(answer.body) };
}

describe('routes of subscriptions', () => {
  it('putting: 201 with the secret, then 200 without; of the URL only its origin is shown (S17)', async () => {
    const made = await ask('PUT', '/subscriptions/team', { ...hook, digest: { every: 'day' } });
    expect(made.statusCode).toBe(201);
    expect(made.json).toEqual({
      name: 'team',
      target: { type: 'webhook', to: 'https://receiver.example' },
      filter: {},
      digest: { every: 'day', hour: 8 },
      nextDigest: '2026-01-06T08:00:00.000Z',
      state: 'active',
      created: '2026-01-05T12:00:00.000Z',
      updated: '2026-01-05T12:00:00.000Z',
      secret: expect.stringMatching(/^whsec_/),
    });
    const again = await ask('PUT', '/subscriptions/team', { ...hook, filter: { severities: ['CRITICAL'] } });
    expect(again.statusCode).toBe(200);
    expect(again.json).toMatchObject({ filter: { severities: ['CRITICAL'] } });
    const { items } = (await ask('GET', '/subscriptions')).json;
    expect(items).toEqual([(await ask('GET', '/subscriptions/team')).json]);
    expect(JSON.stringify([again.json, items, made.log.lines])).not.toMatch(/t0ps3cret|whsec_/);
  });

  it('testing: the message goes out, and the list of messages shows it', async () => {
    await ask('PUT', '/subscriptions/team', hook);
    const tested = await ask('POST', '/subscriptions/team/test');
    expect([tested.statusCode, tested.json.status]).toEqual([202, 'waiting']);
    await deliverDue(world.deps);
    expect(world.sent).toHaveLength(1);
    const { items } = (await ask('GET', '/subscriptions/team/deliveries')).json;
    expect(items).toMatchObject([{ id: tested.json.id, status: 'delivered', attempts: 1 }]);
  });

  it('listing messages: page by page with cursors that fit this list only', async () => {
    await ask('PUT', '/subscriptions/team', hook);
    await ask('PUT', '/subscriptions/other', hook);
    for (let index = 0; index < 3; index += 1) {
      world.time.now += 1;
      await ask('POST', '/subscriptions/team/test');
    }
    const first = (await ask('GET', '/subscriptions/team/deliveries?limit=2')).json;
    const rest = (await ask('GET', `/subscriptions/team/deliveries?cursor=${first.nextCursor}`)).json;
    expect([first.items.length, rest.items.length, rest.nextCursor]).toEqual([2, 1, undefined]);
    const foreign = await ask('GET', `/subscriptions/other/deliveries?cursor=${first.nextCursor}`);
    expect([foreign.statusCode, foreign.json.code]).toEqual([400, 'bad_cursor']);
  });

  it('replaying: failed messages of the last day, or since a time', async () => {
    await ask('PUT', '/subscriptions/team', hook);
    await ask('POST', '/subscriptions/team/test');
    world.receiver.answer = () => ({ status: 500 });
    await world.settle();
    await ask('PUT', '/subscriptions/team', hook);
    expect((await ask('POST', '/subscriptions/team/replay')).json).toEqual({ replayed: 0 });
    const since = '2026-01-01T00:00:00Z';
    expect((await ask('POST', '/subscriptions/team/replay', { since })).json).toEqual({ replayed: 1 });
  });

  it('rotating: a new secret, shown once', async () => {
    const { secret } = (await ask('PUT', '/subscriptions/team', hook)).json;
    const rotated = await ask('POST', '/subscriptions/team/rotate', { overlap: 60 });
    expect(rotated.statusCode).toBe(200);
    expect(rotated.json.secret).toMatch(/^whsec_/);
    expect(rotated.json.secret).not.toBe(secret);
    expect((await ask('POST', '/subscriptions/team/rotate', { overlap: 1e9 })).statusCode).toBe(400);
  });

  it('removing: 204, then 404; another tenant finds nothing', async () => {
    await ask('PUT', '/subscriptions/team', hook);
    for (const [method, path] of [
      ['GET', '/subscriptions/team'],
      ['GET', '/subscriptions/team/deliveries'],
      ['POST', '/subscriptions/team/test'],
      ['POST', '/subscriptions/team/rotate'],
      ['POST', '/subscriptions/team/replay'],
      ['DELETE', '/subscriptions/team'],
    ] as const) {
      expect((await ask(method, path, undefined, 'other')).statusCode, `${method} ${path}`).toBe(404);
    }
    expect((await ask('DELETE', '/subscriptions/team')).statusCode).toBe(204);
    expect((await ask('DELETE', '/subscriptions/team')).statusCode).toBe(404);
  });

  it.each([
    ['no target', {}, 'target'],
    ['an unknown target', { target: { type: 'fax', url: 'x' } }, 'target'],
    ['a URL that is none', { target: { type: 'webhook', url: 'receiver s3cret' } }, 'target.url: expected a URL'],
    [
      'an unknown severity',
      { ...hook, filter: { severities: ['BAD'] } },
      'filter.severities.0: expected one of CRITICAL',
    ],
    ['an unknown field', { ...hook, filters: {} }, 'filters: is not known here'],
    ['a pattern of three stars', { ...hook, filter: { repositories: ['a/***'] } }, 'a repository pattern'],
    ['an hour that is none', { ...hook, digest: { every: 'day', hour: 24 } }, 'digest.hour'],
    ['a text', 'x', 'the body'],
  ])('putting: %s is refused by name, values are not repeated', async (_, body, text) => {
    const answer = await ask('PUT', '/subscriptions/team', body);
    expect([answer.statusCode, answer.json.code]).toEqual([400, 'bad_request']);
    expect(answer.json.detail).toContain(text);
    expect(answer.body).not.toMatch(/s3cret/);
  });

  it('a server without storage says that it sends nothing', async () => {
    const answer = await sampleApp().app(request('GET', '/subscriptions'));
    expect([answer.statusCode, JSON.parse(answer.body).code]).toEqual([503, 'storage_unavailable']);
  });
});
