import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readSettings } from '../../functions/api/settings.ts';
import { type RunningServer, startServer } from '../../local/server.ts';
import { silentLog } from './silent-log.ts';

const pod = 'apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {containers: [{name: c, image: i}]}\n';
const deep = (open: string, close: string, depth: number): string => open.repeat(depth) + close.repeat(depth);
const aliases = (width: number): string => {
  const lines = ['a0: &a0 [x, x, x, x, x, x, x, x, x]'];
  for (let level = 1; level < 12; level++)
    lines.push(
      `a${level}: &a${level} [${Array(width)
        .fill(`*a${level - 1}`)
        .join(', ')}]`,
    );
  return lines.join('\n');
};

/** Bodies that want a server's time, memory or life. */
const bodies: [string, string | Uint8Array][] = [
  ['flow lists 9,990 deep', deep('[', ']', 9_990)],
  ['flow lists 100,000 deep', deep('[', ']', 100_000)],
  ['flow maps 9,000 deep', `${'{a: '.repeat(9_000)}x${'}'.repeat(9_000)}`],
  ['JSON lists 1,000,000 deep', deep('[', ']', 1_000_000)],
  ['an unclosed list 1,000,000 deep', '['.repeat(1_000_000)],
  ['block maps 3,000 deep', Array.from({ length: 1_500 }, (_, i) => `${' '.repeat(i)}a:`).join('\n')],
  ['block lists 2,000 deep in a line', `${'- '.repeat(2_000)}x`],
  ['aliases of aliases', aliases(9)],
  ['a scalar of 4 MB', `a: "${'x'.repeat(4_000_000)}"`],
  ['a key of 2 MB', `${'k'.repeat(2_000_000)}: 1`],
  ['a comment of 4 MB', `#${'x'.repeat(4_000_000)}\n${pod}`],
  ['null documents up to the limit of the body', '~\n---\n'.repeat(700_000)],
  ['separators alone', '\n---\n'.repeat(800_000)],
  ['999 pods', Array(999).fill(pod).join('---\n')],
  [
    'keys that name the prototype',
    '__proto__: {polluted: true}\nconstructor: {prototype: {polluted: true}}\nkind: Pod\napiVersion: v1',
  ],
  [
    'JSON keys that name the prototype',
    '{"__proto__":{"polluted":true},"kind":"Pod","apiVersion":"v1","spec":{"__proto__":5}}',
  ],
  ['control characters', 'a: \u0000\u0001\u001b[2J'],
  ['bytes that are not UTF-8', Uint8Array.from({ length: 50_000 }, (_, i) => 0x80 + (i % 0x80))],
  ['UTF-16 cut in half', Uint8Array.of(0xff, 0xfe, 0x61, 0, 0x3a, 0, 0x20)],
  ['40,000 anchors', Array.from({ length: 40_000 }, (_, i) => `a${i}: &a${i} x`).join('\n')],
  ['40,000 merges', `b: &b {x: 1}\n${Array.from({ length: 40_000 }, (_, i) => `k${i}: {<<: *b}`).join('\n')}`],
  ['200,000 keys', Array.from({ length: 200_000 }, (_, i) => `k${i}: 1`).join('\n')],
  ['a number of 1,000,000 digits', `a: ${'9'.repeat(1_000_000)}`],
  ['20,000 containers without a name', `${pod.replace('[{name: c, image: i}]', `[${'{},'.repeat(20_000)}]`)}`],
  ['a block scalar of 500,000 lines', `a: |\n${'  x\n'.repeat(500_000)}`],
];

describe('hostile requests over HTTP', () => {
  let server: RunningServer;
  beforeAll(async () => {
    server = await startServer({ host: '127.0.0.1', port: 0, settings: readSettings({}), log: silentLog });
  });
  afterAll(() => server?.close());

  const scan = async (target: string, body: string | Uint8Array) => {
    const answer = await fetch(server.url + target, { method: 'POST', body: Buffer.from(body) });
    return { status: answer.status, text: await answer.text() };
  };

  it.each(bodies)('a body of %s gets an answer in time that tells nothing about the server', async (_, body) => {
    const started = performance.now();
    const { status, text } = await scan('/scan', body);
    // A second on an idle machine; tests share theirs.
    expect(performance.now() - started).toBeLessThan(5_000);
    expect([200, 400, 413]).toContain(status);
    expect(text.length).toBeLessThanOrEqual(5_000_000);
    expect(text.slice(0, 10_000)).not.toMatch(/\n {4}at |node:internal|\.ts:\d|RangeError|TypeError/);
  });

  it('hundreds of them one after the other leave the server as it was (S6, S7)', async () => {
    const small = bodies.filter(([, body]) => body.length <= 100_000);
    const before = process.memoryUsage().rss;
    const targets = [
      '/scan',
      '/?format=sarif',
      '/x?profile=strict',
      '/scan?format=junit&min-score=1',
      '/scan?rule=%00%ff',
    ];
    for (let round = 0; round < 12; round++) {
      for (const [, body] of small) {
        const { status } = await scan(targets[round % targets.length]!, body);
        expect([200, 400, 413, 422]).toContain(status);
      }
    }
    expect(process.memoryUsage().rss - before).toBeLessThan(600_000_000);
    expect((Object.prototype as { polluted?: unknown }).polluted).toBeUndefined();
    const { status, text } = await scan('/scan', pod);
    expect([status, JSON.parse(text)[0].object]).toEqual([200, 'Pod/a.default']);
  });

  it('queries that want its time or life are answered', async () => {
    const queries = [
      'rule='.repeat(1_000),
      `rule=${'x'.repeat(8_000)}`,
      `${'a=1&'.repeat(2_000)}rule=Privileged`,
      '%'.repeat(8_000),
      'rule=__proto__&exclude=constructor',
      'format=__proto__',
      'profile=constructor',
      'min-score=1e999',
      `${'&'.repeat(8_000)}`,
      'in-toto=%00',
    ];
    for (const query of queries) {
      const { status, text } = await scan(`/scan?${query}`, pod);
      expect([200, 400, 500]).toContain(status);
      expect(text).not.toMatch(/\n {4}at |node:internal/);
    }
  });
});
