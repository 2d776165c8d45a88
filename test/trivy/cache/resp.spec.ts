import { connect } from 'node:net';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { listenResp } from '../../../functions/trivy/cache/listen-resp.ts';
import { bulkReply, commandReader, errorReply, nothingReply, okReply } from '../../../functions/trivy/cache/resp.ts';

const command = (words: readonly Uint8Array[]): Buffer =>
  Buffer.concat([Buffer.from(`*${words.length}\r\n`), ...words.map(bulkReply)]);
const said = (text: string): Buffer => command(text.split(' ').map((word) => Buffer.from(word)));

describe("Redis' protocol", () => {
  it('RESP reader: commands come out as they went in, however they are cut', () => {
    const words = fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 6 });
    fc.assert(
      fc.property(fc.array(words, { maxLength: 5 }), fc.array(fc.integer({ min: 1, max: 30 })), (commands, cuts) => {
        const read = commandReader();
        const bytes = Buffer.concat(commands.map(command));
        const got: Buffer[][] = [];
        for (let at = 0, turn = 0; at < bytes.length; turn++) {
          const length = cuts[turn % (cuts.length || 1)] ?? bytes.length;
          got.push(...read(bytes.subarray(at, at + length)));
          at += length;
        }
        expect(got.map((one) => one.map((word) => [...word]))).toEqual(
          commands.map((one) => one.map((word) => [...word])),
        );
      }),
    );
  });

  it('RESP reader: a large value in many pieces is put together once', () => {
    const read = commandReader();
    const bytes = command([Buffer.from('SET'), Buffer.from('key'), Buffer.alloc(4_000_000, 7)]);
    const got: Buffer[][] = [];
    for (let at = 0; at < bytes.length; at += 4_096) got.push(...read(bytes.subarray(at, at + 4_096)));
    expect(got.map((words) => words.map(({ length }) => length))).toEqual([[3, 3, 4_000_000]]);
  });

  it.each([
    ['an inline command', 'PING\r\n'],
    ['a reply', '+OK\r\n'],
    ['a negative count', '*-1\r\n'],
    ['a count that is none', '*x\r\n'],
    ['a head without end', `*${'1'.repeat(60)}`],
    ['more words than allowed', '*17\r\n'],
    ['a word that is too large', '*1\r\n$101\r\n'],
    ['a word without its end', '*1\r\n$1\r\nabc'],
    ['words that are too large together', `*3\r\n${'$40\r\n'.padEnd(45, 'x')}\r\n$40\r\n${'x'.repeat(40)}\r\n$40\r\n`],
  ])('RESP reader: %s is refused', (_, text) => {
    const read = commandReader({ commandBytes: 100, words: 16 });
    expect(() => read(Buffer.from(text))).toThrow(expect.objectContaining({ code: 'scanner_contract' }));
  });

  it('RESP replies: an error stays on one line', () => {
    expect(errorReply('no\r\n+OK').toString()).toBe('-ERR no +OK\r\n');
  });
});

describe("a server of Redis' protocol", () => {
  const talk = (port: number, sent: Uint8Array): Promise<string> =>
    new Promise((resolve, reject) => {
      let text = '';
      const socket = connect(port, '127.0.0.1', () => socket.end(sent));
      socket.on('data', (piece) => {
        text += piece.toString();
      });
      socket.on('error', reject);
      socket.on('close', () => resolve(text));
    });

  it('RESP server: commands of a connection are answered in their order, the slow ones too', async () => {
    const server = await listenResp(() => async (name, words) => {
      if (name === 'GET') await new Promise(setImmediate);
      return name === 'GET' ? bulkReply(words[0]!) : okReply;
    });
    const answer = await talk(server.port, Buffer.concat([said('get one'), said('set two x'), said('GET three')]));
    expect(answer).toBe('$3\r\none\r\n+OK\r\n$5\r\nthree\r\n');
    await server.close();
  });

  it('RESP server: each connection has a conversation of its own', async () => {
    const server = await listenResp(() => {
      let count = 0;
      return () => Buffer.from(`:${++count}\r\n`);
    });
    expect(await talk(server.port, Buffer.concat([said('A'), said('B')]))).toBe(':1\r\n:2\r\n');
    expect(await talk(server.port, said('A'))).toBe(':1\r\n');
    await server.close();
  });

  it('RESP server: what is no command ends the connection, and no other', async () => {
    const server = await listenResp(() => () => nothingReply);
    expect(await talk(server.port, Buffer.from('GET / HTTP/1.1\r\n\r\n'))).toBe('');
    expect(await talk(server.port, said('GET x'))).toBe('$-1\r\n');
    await server.close();
  });

  it('RESP server: a conversation that fails ends its connection', async () => {
    const server = await listenResp(() => () => Promise.reject(new Error('no')));
    expect(await talk(server.port, said('GET x'))).toBe('');
    await server.close();
  });
});
