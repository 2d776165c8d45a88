import { describe, expect, it } from 'vitest';
import { anonymousPrincipal } from '../../functions/access/principal.ts';
import { DrydockError, type ErrorCode } from '../../functions/errors.ts';
import { request } from './request.ts';
import { notingEngine, sampleApp, sampleReport } from './sample-app.ts';

const refusing = (code: ErrorCode, message: string) => ({
  scan: () => {
    throw new DrydockError(code, message);
  },
});

describe('scan route', () => {
  it('the answer is the JSON of the engine, and names the stored scan', async () => {
    const { app, store } = sampleApp();
    const answer = await app(request('POST', '/scan', { body: 'kind: Pod' }));
    expect(answer.statusCode).toBe(200);
    expect(answer.headers['content-type']).toBe('application/json');
    expect(answer.body).toBe(`${JSON.stringify([sampleReport], null, 2)}\n`);
    const id = answer.headers['drydock-scan-id'];
    expect(id).toMatch(/^[0-9a-f]{32}$/);
    expect(answer.headers.location).toBe(`/scans/${id}`);
    expect(answer.headers['drydock-stored']).toBe('true');
    expect(store.rows.get(`default ${id}`)?.objects).toMatchObject([{ object: 'Pod/web.default', score: 2 }]);
  });

  it('a scan is answered without a place when nothing was stored', async () => {
    const answer = await sampleApp({ store: undefined }).app(request('POST', '/scan', { body: 'kind: Pod' }));
    expect(answer.statusCode).toBe(200);
    expect(answer.headers['drydock-stored']).toBe('false');
    expect(answer.headers.location).toBeUndefined();
  });

  it('a scan is answered as ever when the table is down', async () => {
    const down = async () => {
      throw new DrydockError('storage_unavailable', 'the table is away');
    };
    const store = { record: down, read: down, list: down, remove: down };
    const { app, log } = sampleApp({ store });
    const answer = await app(request('POST', '/scan', { body: 'kind: Pod' }));
    expect([answer.statusCode, answer.headers['drydock-stored']]).toEqual([200, 'false']);
    expect(log.lines.find((line) => line.level === 'warn')?.message).toBe('scan not stored');
  });

  const bytes = [
    ['plain text', Buffer.from('kind: Pod\n')],
    ['CRLF and a byte order mark', Buffer.from('\ufeffkind: Pod\r\n')],
    ['four-byte characters', Buffer.from('name: "\u{1f680}é"\n')],
  ] as const;
  for (const [what, body] of bytes) {
    it(`a body of ${what} reaches the engine as the same bytes in both of the gateway's forms`, async () => {
      const { app, asked } = sampleApp();
      await app(request('POST', '/scan', { body }));
      await app(request('PUT', '/pod.yaml', { body, asText: true }));
      expect(asked.map((one) => Buffer.from(one.body))).toEqual([body, body]);
    });
  }

  it('a binary body is kept in base64', async () => {
    const { app, asked } = sampleApp();
    const body = Uint8Array.from({ length: 256 }, (_, i) => i);
    await app(request('POST', '/', { body }));
    expect(asked[0]?.body).toEqual(Buffer.from(body));
  });

  const cut: [string, string][] = [
    ['file=kind: Pod', 'kind: Pod'],
    ['file=file=a', 'file=a'],
    ['file=', ''],
    ['file', 'file'],
    ['FILE=a', 'FILE=a'],
    ['\ufefffile=a', '\ufefffile=a'],
    [' file=a', ' file=a'],
  ];
  for (const [sent, scanned] of cut) {
    it(`a body ${JSON.stringify(sent)} is scanned as ${JSON.stringify(scanned)}`, async () => {
      const { app, asked } = sampleApp();
      await app(request('POST', '/scan', { body: sent }));
      expect(Buffer.from(asked[0]!.body).toString()).toBe(scanned);
    });
  }

  it('in-toto is answered before rules and body are looked at: 500, nothing else', async () => {
    const { app, asked } = sampleApp();
    for (const query of ['in-toto=true', 'in-toto=0&rule=Nope', 'in-toto=x&in-toto=&format=xml']) {
      const answer = await app(request('POST', `/scan?${query}`, { body: 'a: b: c' }));
      expect([answer.statusCode, answer.body, answer.headers['content-type']]).toEqual([500, '', undefined]);
    }
    await app(request('POST', '/scan?in-toto=&in-toto=true', { body: 'a' }));
    expect(asked).toHaveLength(1);
  });

  it('what kubesec refuses is plain text with a newline', async () => {
    const cases: [ErrorCode, string, number][] = [
      ['invalid_manifest', 'Invalid input', 400],
      ['unknown_rule', 'invalid rule IDs requested: Nope', 400],
      ['body_too_large', 'the body has more than 10 bytes', 413],
      ['too_many_documents', 'more than 3 documents', 413],
      ['answer_too_large', 'more than 9 bytes', 413],
    ];
    for (const [code, message, status] of cases) {
      const answer = await sampleApp({ engine: refusing(code, message) }).app(request('POST', '/scan', { body: 'x' }));
      expect([answer.statusCode, answer.body]).toEqual([status, `${message}\n`]);
      expect(answer.headers['content-type']).toBe('text/plain; charset=utf-8');
      expect(answer.headers['drydock-scan-id']).toBeUndefined();
    }
  });

  it('a refusal with control characters is called binary, as Go sniffs it', async () => {
    const typeOf = async (rule: string) => {
      const engine = refusing('unknown_rule', `invalid rule IDs requested: ${rule}`);
      return (await sampleApp({ engine }).app(request('POST', '/'))).headers['content-type'];
    };
    for (const rule of ['\0', '\x01', '\x0b', '\x1a', '\x1f'])
      expect(await typeOf(rule)).toBe('application/octet-stream');
    for (const rule of ['\t\n\f\r', '\x1b', '\x7f', `${'x'.repeat(600)}\0`])
      expect(await typeOf(rule)).toMatch(/^text\/plain/);
  });

  it('rules, exclusions and profile reach the engine', async () => {
    const { app, asked } = sampleApp();
    await app(request('POST', '/scan?rule=A&rule=B&exclude=C&profile=strict', { body: 'x' }));
    expect(asked[0]?.request).toMatchObject({ fileName: 'API', rules: ['A', 'B'], exclude: ['C'], profile: 'strict' });
  });

  it('min-score changes the status and nothing else', async () => {
    const { app } = sampleApp();
    const plain = await app(request('POST', '/scan', { body: 'x' }));
    const [reached, missed] = await Promise.all(
      ['2', '3'].map((score) => app(request('POST', `/scan?min-score=${score}`, { body: 'x' }))),
    );
    expect(reached).toEqual(plain);
    expect(missed).toEqual({ ...plain, statusCode: 422 });
  });

  it('min-score is missed by an invalid document whatever its score', async () => {
    const { engine } = notingEngine(() => [sampleReport, { ...sampleReport, valid: false, score: 0 }]);
    const answer = await sampleApp({ engine }).app(request('POST', '/scan?min-score=-50', { body: 'x' }));
    expect(answer.statusCode).toBe(422);
  });

  it('an unreadable option is a problem that names it, before the body is scanned', async () => {
    const { app, asked } = sampleApp();
    const answer = await app(request('POST', '/scan?format=xml', { body: 'x' }));
    expect(answer.statusCode).toBe(400);
    expect(answer.headers['content-type']).toBe('application/problem+json');
    expect(JSON.parse(answer.body)).toMatchObject({
      code: 'bad_request',
      detail: 'query parameter format="xml": expected one of json, sarif, junit, table, markdown',
    });
    expect(asked).toEqual([]);
  });

  it('every format has its own type, by query or by Accept', async () => {
    const { app } = sampleApp();
    const typeOf = async (query: string, accept = '*/*') =>
      (await app(request('POST', `/scan?${query}`, { body: 'kind: Pod', headers: { accept } }))).headers[
        'content-type'
      ];
    expect(await typeOf('format=sarif')).toBe('application/sarif+json');
    expect(await typeOf('format=junit')).toBe('application/junit+xml');
    expect(await typeOf('format=table')).toBe('text/plain; charset=utf-8');
    expect(await typeOf('', 'text/markdown')).toBe('text/markdown; charset=utf-8');
    expect(await typeOf('format=json', 'text/markdown')).toBe('application/json');
  });

  it('a format that makes the answer larger than the limit is refused with the limit by name', async () => {
    const { app } = sampleApp({ answerBytes: 200 });
    const answer = await app(request('POST', '/scan?format=sarif', { body: 'kind: Pod' }));
    expect([answer.statusCode, answer.body]).toEqual([413, 'the answer is larger than 200 bytes\n']);
    expect(answer.headers['drydock-scan-id']).toBeUndefined();
  });

  it('anonymous callers may scan only while they have the scope', async () => {
    const body = 'x';
    const may = await sampleApp({ callerOf: () => anonymousPrincipal }).app(request('POST', '/scan', { body }));
    const mayNot = await sampleApp({ callerOf: () => ({ ...anonymousPrincipal, scopes: [] }) }).app(
      request('POST', '/scan', { body }),
    );
    expect([may.statusCode, mayNot.statusCode]).toEqual([200, 401]);
  });
});
