import { connect } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { type HeldDocuments, holdDocuments } from '../../../functions/trivy/server/held-documents.ts';

const secret = 'a'.repeat(32);
const said = (...words: string[]): string =>
  `*${words.length}\r\n${words.map((word) => `$${word.length}\r\n${word}\r\n`).join('')}`;

describe('documents held for a server', () => {
  let held: HeldDocuments;
  afterEach(() => held.close());
  const talk = (...commands: string[]): Promise<string> =>
    new Promise((resolve) => {
      let text = '';
      const socket = connect(Number(new URL(held.url).port), '127.0.0.1', () => socket.end(commands.join('')));
      socket.on('data', (piece) => {
        text += piece.toString();
      });
      socket.on('close', () => resolve(text));
    });
  const login = said('auth', 'drydock', secret);

  it('held documents: they are read under their ids until they are released', async () => {
    held = await holdDocuments(secret);
    const { ids, release } = held.hold([Buffer.from('one'), Buffer.from('two')]);
    const ask = () => talk(login, ...ids.map((id) => said('get', `fanal::blob::${id}`)));
    expect(await ask()).toBe('+OK\r\n$3\r\none\r\n$3\r\ntwo\r\n');
    release();
    expect(await ask()).toBe('+OK\r\n$-1\r\n$-1\r\n');
  });

  it('held documents: two holdings never share an id', async () => {
    held = await holdDocuments(secret);
    const ids = [held.hold([Buffer.from('one')]), held.hold([Buffer.from('two')])].flatMap((one) => one.ids);
    expect(new Set(ids).size).toBe(2);
  });

  it('held documents: without the secret, or with another, nothing is read', async () => {
    held = await holdDocuments(secret);
    const { ids } = held.hold([Buffer.from('one')]);
    const get = said('get', `fanal::blob::${ids[0]}`);
    expect(await talk(get)).toBe('-ERR NOAUTH\r\n');
    expect(await talk(said('auth', 'drydock', 'b'.repeat(32)), get)).toBe('-ERR WRONGPASS\r\n-ERR NOAUTH\r\n');
    expect(await talk(said('auth'), get)).toBe('-ERR WRONGPASS\r\n-ERR NOAUTH\r\n');
  });

  it('held documents: nothing is written, and no artifact is there', async () => {
    held = await holdDocuments(secret);
    const answers = await talk(
      login,
      said('set', 'fanal::blob::x', '{}'),
      said('get', 'fanal::artifact::x'),
      said('get'),
    );
    expect(answers).toBe('+OK\r\n-ERR this cache is only read from\r\n$-1\r\n$-1\r\n');
  });
});
