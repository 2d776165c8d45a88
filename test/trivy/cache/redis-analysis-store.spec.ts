import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { systemTimer } from '../../../functions/system-timer.ts';
import { readRedisAddress } from '../../../functions/trivy/cache/redis-address.ts';
import { redisAnalysisStore } from '../../../functions/trivy/cache/redis-analysis-store.ts';
import { handTimer } from '../../scans/hand-timer.ts';
import { hasRedis, type RealRedis, startRedis } from './redis-server.ts';
import { talkTo } from './talk.ts';

const name = `${'a'.repeat(64)}/blob-${'b'.repeat(64)}`;
const unavailable = expect.objectContaining({ code: 'storage_unavailable' });
const storeAt = (url: string, timer = systemTimer) => {
  const store = redisAnalysisStore(readRedisAddress('TRIVY_CACHE_URL', url), {
    ...{ lifeMs: 90_500, answerMs: 2_000, timer },
  });
  onTestFinished(() => store.close());
  return store;
};
/** A server on loopback that does this with each connection. */
const serverThat = async (does: (socket: Socket) => void): Promise<string> => {
  const sockets: Socket[] = [];
  const server = createServer((socket) => {
    sockets.push(socket.on('error', () => undefined));
    does(socket);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  return `redis://127.0.0.1:${(server.address() as AddressInfo).port}`;
};

describe('the address of a Redis', () => {
  it('Redis address: names host, port, login and database', () => {
    const read = (text: string) => readRedisAddress('TRIVY_CACHE_URL', text);
    expect(read('redis://cache')).toEqual({ host: 'cache', port: 6379, isTls: false });
    expect(read('rediss://:p%40ss@[::1]:7000/3')).toEqual({
      ...{ host: '::1', port: 7000, isTls: true, login: ['p@ss'], database: '3' },
    });
    expect(read('redis://user:pass@cache').login).toEqual(['user', 'pass']);
  });

  it.each(['', 'http://x', 'redis://', 'redis://u:secret@h/x', 'redis://u:secret@h/1?x=1', 'redis:secret'])(
    'Redis address: %j is refused, and not repeated',
    (text) => {
      const reading = () => readRedisAddress('TRIVY_CACHE_URL', text);
      expect(reading).toThrow(expect.objectContaining({ code: 'bad_configuration' }));
      expect(reading).not.toThrow(/secret/);
    },
  );
});

describe.skipIf(!hasRedis)('analyses in a real Redis', () => {
  let redis: RealRedis;
  beforeAll(async () => {
    redis = await startRedis('hunter2');
  });
  afterAll(() => redis.stop());
  const url = (database = '') => `redis://default:hunter2@127.0.0.1:${redis.port}${database}`;

  it('analysis store in Redis: gives back the bytes that were written last, and lets them expire', async () => {
    const store = storeAt(url('/3'));
    const bytes = Buffer.alloc(300_000, 13);
    expect(await store.read(name)).toBeUndefined();
    await store.write(name, Buffer.from('first'));
    await store.write(name, bytes);
    expect(bytes.equals((await store.read(name))!)).toBe(true);
    const client = await talkTo(url());
    expect(await client.say('get', `drydock:analysis:${name}`)).toBe('$-1\r\n');
    await client.say('select', '3');
    expect(await client.say('ttl', `drydock:analysis:${name}`)).toMatch(/^:9[01]\r\n$/);
    client.end();
  });

  it('analysis store in Redis: many at once get each their own', async () => {
    const store = storeAt(url());
    const names = Array.from({ length: 50 }, (_, index) => name.replace(/b{2}$/, String(index + 10)));
    await Promise.all(names.map((one) => store.write(one, Buffer.from(one))));
    const read = await Promise.all(names.map((one) => store.read(one)));
    expect(read.map(String)).toEqual(names);
  });

  it('analysis store in Redis: a wrong password is unavailable, and so is a bad name internal', async () => {
    const store = storeAt(url().replace('hunter2', 'hunter3'));
    await expect(store.read(name)).rejects.toEqual(unavailable);
    await expect(storeAt(url()).read('../x')).rejects.toMatchObject({ code: 'internal' });
  });

  it('analysis store in Redis: goes on when Redis comes back', async () => {
    const first = await startRedis();
    const store = storeAt(`redis://127.0.0.1:${first.port}`);
    await store.write(name, Buffer.from('x'));
    await first.stop();
    await expect(store.read(name)).rejects.toEqual(unavailable);
    const second = await startRedis(undefined, first.port);
    await store.write(name, Buffer.from('y'));
    expect(String(await store.read(name))).toBe('y');
    await second.stop();
  });
});

describe('a Redis that is none', () => {
  it('analysis store in Redis: nobody there, a talker of something else, one that hangs up: unavailable (F22)', async () => {
    const closed = await serverThat((socket) => socket.destroy());
    const other = await serverThat((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
    for (const url of [closed, other, 'redis://127.0.0.1:9', 'redis://user:pass@127.0.0.1:9/1']) {
      await expect(storeAt(url).read(name)).rejects.toEqual(unavailable);
    }
  });

  it('analysis store in Redis: one that says nothing is given up, and asked anew the next time', async () => {
    const silent = await serverThat(() => undefined);
    const timer = handTimer();
    const store = storeAt(silent, timer.set);
    for (const _ of [1, 2]) {
      const reading = store.read(name);
      timer.advance(2_000);
      await expect(reading).rejects.toEqual(unavailable);
    }
    expect(timer.waiting()).toBe(0);
  });
});
