import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DrydockError } from '../../../functions/errors.ts';
import { type CacheServer, cacheServer, type Keyspace } from '../../../functions/trivy/cache/cache-server.ts';
import { talkTo } from './talk.ts';

const memoryKeyspace = (): Keyspace & { values: Map<string, Buffer> } => {
  const values = new Map<string, Buffer>();
  return {
    values,
    get: async (key) => values.get(key),
    async set(key, value) {
      if (key === 'full') throw new DrydockError('scanner_no_space', 'too large');
      if (key === 'broken') throw new Error('/secret/path');
      values.set(key, value);
    },
  };
};

describe('the cache server', () => {
  let server: CacheServer;
  beforeEach(async () => {
    server = await cacheServer();
  });
  afterEach(() => server.close());

  it('cache server: gives back what was set, in the keyspace of its session alone', async () => {
    const [one, two] = [server.open(memoryKeyspace()), server.open(memoryKeyspace())];
    const [first, second] = [await talkTo(one.url), await talkTo(two.url)];
    expect(await first.say('get', 'key')).toBe('$-1\r\n');
    expect(await first.say('set', 'key', 'va\r\nlue')).toBe('+OK\r\n');
    expect(await first.say('set', 'other', '', 'ex', '3600')).toBe('+OK\r\n');
    expect(await first.say('GET', 'key')).toBe('$7\r\nva\r\nlue\r\n');
    expect(await first.say('get', 'other')).toBe('$0\r\n\r\n');
    expect(await second.say('get', 'key')).toBe('$-1\r\n');
    first.end();
    second.end();
  });

  it('cache server: a stranger gets nothing, whatever is wrong about name or secret', async () => {
    const keyspace = memoryKeyspace();
    keyspace.values.set('key', Buffer.from('x'));
    const { username, password } = new URL(server.open(keyspace).url);
    const { url } = server.open(memoryKeyspace());
    const stranger = await talkTo(url, false);
    expect(await stranger.say('get', 'key')).toMatch(/^-NOAUTH/);
    for (const words of [
      [username, 'x'],
      ['x', password],
      [username, new URL(url).password],
      [password],
      [username, password, 'x'],
      [],
    ]) {
      expect(await stranger.say('auth', ...words)).toMatch(/^-WRONGPASS/);
      expect(await stranger.say('get', 'key')).toMatch(/^-NOAUTH/);
    }
    expect(await stranger.say('auth', username, password)).toBe('+OK\r\n');
    expect(await stranger.say('get', 'key')).toBe('$1\r\nx\r\n');
    expect(await stranger.say('auth', username, 'x')).toMatch(/^-WRONGPASS/);
    expect(await stranger.say('get', 'key')).toMatch(/^-NOAUTH/);
    stranger.end();
  });

  it('cache server: nobody sends much before saying who it is', async () => {
    const { url } = server.open(memoryKeyspace());
    const stranger = await talkTo(url, false);
    expect(await stranger.say('set', 'key', 'x'.repeat(2_000))).toBe('');
    const known = await talkTo(url);
    expect(await known.say('set', 'key', 'x'.repeat(2_000_000))).toBe('+OK\r\n');
    known.end();
  });

  it('cache server: a closed session opens nothing, for those who are in, either', async () => {
    const session = server.open(memoryKeyspace());
    const inside = await talkTo(session.url);
    session.close();
    expect(await inside.say('get', 'key')).toMatch(/^-NOAUTH/);
    inside.end();
    const late = await talkTo(session.url);
    expect(await late.say('set', 'key', 'x')).toMatch(/^-NOAUTH/);
    late.end();
  });

  it('cache server: what other clients of Redis say first is answered, too', async () => {
    const client = await talkTo(server.open(memoryKeyspace()).url, false);
    expect(await client.say('hello', '3', 'auth', 'x', 'y')).toMatch(/^-ERR/);
    expect(await client.say('ping')).toBe('+PONG\r\n');
    client.end();
    const known = await talkTo(server.open(memoryKeyspace()).url);
    expect(await known.say('select', '7')).toBe('+OK\r\n');
    expect(await known.say('client', 'setinfo', 'lib-name', 'go')).toBe('+OK\r\n');
    known.end();
  });

  it('cache server: any other command is an error, and the next one is answered again', async () => {
    for (const words of [['flushall'], ['get'], ['get', 'a', 'b'], ['set', 'a'], ['set', 'a', 'b', 'px', '1']]) {
      const session = server.open(memoryKeyspace());
      const client = await talkTo(session.url);
      expect(await client.say(...words)).toMatch(/^-ERR this cache does not know/);
      expect(await client.say('get', 'a')).toBe('$-1\r\n');
      client.end();
    }
  });

  it('cache server: Trivy is told why its value is refused, but of an unforeseen error nothing', async () => {
    const client = await talkTo(server.open(memoryKeyspace()).url);
    expect(await client.say('set', 'full', 'x')).toBe('-ERR too large\r\n');
    expect(await client.say('set', 'broken', 'x')).toBe('-ERR the cache has failed\r\n');
    client.end();
  });
});
