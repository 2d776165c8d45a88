import { expect, it } from 'vitest';
import { createKey } from '../../functions/access/manage-keys.ts';
import { localCaller } from '../../local/caller.ts';
import { adminOf } from '../access/keys.ts';
import { request } from '../api/request.ts';
import { securedApp } from './secured-app.ts';

const canary = 'c4n4ry-s3cret';
const hook = `https://user:${canary}@receiver.example/${canary}?token=${canary}`;

it('S17: what callers send in confidence is in no answer, row or line of the log', async () => {
  const one = securedApp((verify) => localCaller({ isLoopback: true, mode: 'keys', secret: 'f'.repeat(64), verify }));
  const { text } = await createKey(one.keys, adminOf('alice'), { name: 'all', scopes: ['admin'] });
  const said: string[] = [];
  const ask = async (method: string, target: string, body?: unknown) => {
    const headers = { authorization: `Bearer ${text}`, 'content-type': 'application/json' };
    const wanted = {
      headers,
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    };
    const answer = await one.app(request(method, target, wanted));
    said.push(JSON.stringify(answer.headers), answer.body);
    return answer;
  };

  const credentials = { username: 'robot', password: canary };
  const submitted = await ask('POST', '/scan/image', { image: 'nginx:1', credentials });
  expect(submitted.statusCode).toBe(202);
  await one.world.run(one.world.rung.at(-1)!);
  expect(one.world.orders.at(-1)?.credentials).toEqual(credentials);
  const path = submitted.headers.location!;
  for (const format of ['json', 'trivy', 'sarif', 'table', 'markdown']) {
    expect((await ask('GET', `${path}?format=${format}`)).statusCode).toBe(200);
  }
  expect((await ask('POST', '/scan/image', { image: `user:${canary}@ghcr.io/a/b:1` })).statusCode).toBe(400);
  expect((await ask('POST', '/scan/image', { image: 'a/b:1', credentials: canary })).statusCode).toBe(400);
  expect((await ask('POST', '/scan', `kind: Secret\nstringData: {key: ${canary}}`)).statusCode).toBe(200);
  expect((await ask('PUT', '/subscriptions/team', { target: { type: 'webhook', url: hook } })).statusCode).toBeLessThan(
    500,
  );
  await ask('PUT', '/subscriptions/team', { target: { type: 'webhook', url: hook.replace(`user:${canary}@`, '') } });
  for (const target of ['/scans', '/scans?kind=image', '/images', '/subscriptions', '/keys', '/metrics', '/watches']) {
    expect((await ask('GET', target)).statusCode, target).toBe(200);
  }

  const { scans, images, reports } = one.world.deps;
  const kept = [[...scans.rows], [...images.images], [...images.results], [...one.store.rows]];
  const objects = [...reports.objects.values()].map((bytes) => Buffer.from(bytes).toString()).join('\n');
  const logged = [one.log.lines, one.world.logged];
  const everything = said.join('\n') + objects + JSON.stringify([kept, logged]);
  expect(everything).not.toContain(canary);
  expect(everything).not.toContain(text.slice(17));
});
