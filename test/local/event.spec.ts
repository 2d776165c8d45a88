import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { splitTarget, toEvent } from '../../local/event.ts';

function incoming(method: string, url: string, headers: Record<string, string> = {}): IncomingMessage {
  const message = new IncomingMessage(new Socket());
  Object.assign(message, { method, url, httpVersion: '1.1', headers });
  return message;
}
const now = Date.UTC(2026, 10, 4, 9, 30, 5);
const event = (message: IncomingMessage, body: string | Uint8Array = '') =>
  toEvent(message, Buffer.from(body), 'r-1', now);

describe('event of a request', () => {
  it('an event has the shape of API Gateway, payload format 2.0', () => {
    const message = incoming('POST', '/scan?rule=A', { host: 'localhost:8080', 'user-agent': 'curl/8' });
    expect(event(message, 'x')).toEqual({
      version: '2.0',
      routeKey: '$default',
      rawPath: '/scan',
      rawQueryString: 'rule=A',
      headers: { host: 'localhost:8080', 'user-agent': 'curl/8' },
      requestContext: {
        accountId: 'local',
        apiId: 'local',
        domainName: 'localhost:8080',
        domainPrefix: 'local',
        requestId: 'r-1',
        routeKey: '$default',
        stage: '$default',
        time: '04/Nov/2026:09:30:05 +0000',
        timeEpoch: now,
        http: { method: 'POST', path: '/scan', protocol: 'HTTP/1.1', sourceIp: '', userAgent: 'curl/8' },
      },
      body: 'eA==',
      isBase64Encoded: true,
    });
  });

  it('an event survives being sent as JSON', () => {
    const made = event(incoming('PUT', '/a%20b', { 'content-type': 'text/plain' }), 'é');
    expect(JSON.parse(JSON.stringify(made))).toEqual(made);
  });

  it('a request without a body has none in its event', () => {
    const made = event(incoming('GET', '/scans'));
    expect(made.isBase64Encoded).toBe(false);
    expect('body' in made).toBe(false);
  });

  const forms: [string, Uint8Array, boolean][] = [
    ['text/plain', Buffer.from('é'), false],
    ['TEXT/x-yaml; charset=utf-8', Buffer.from('a'), false],
    ['application/json', Buffer.from('{}'), false],
    ['application/xml', Buffer.from('<a/>'), false],
    ['text/plain', Buffer.from([0xff]), true],
    ['application/x-www-form-urlencoded', Buffer.from('a'), true],
    ['multipart/form-data; boundary=x', Buffer.from('a'), true],
    ['', Buffer.from('a'), true],
  ];
  for (const [type, body, isBase64] of forms) {
    it(`a body of ${body.length} bytes under "${type}" is handed over as ${isBase64 ? 'base64' : 'text'}`, () => {
      const made = event(incoming('POST', '/', { 'content-type': type }), body);
      expect(made.isBase64Encoded).toBe(isBase64);
      expect(Buffer.from(made.body!, isBase64 ? 'base64' : 'utf8')).toEqual(Buffer.from(body));
    });
  }

  const targets: [string, string, string][] = [
    ['/', '/', ''],
    ['/scan?', '/scan', ''],
    ['/scan??a', '/scan', '?a'],
    ['/a%2Fb?x=%zz&y', '/a%2Fb', 'x=%zz&y'],
    ['/scan#x', '/scan#x', ''],
    ['http://h/x?y', '/x', 'y'],
    ['https://u:p@h:1', '/', ''],
    ['http://h?y', '/', 'y'],
    ['//h/x', '//h/x', ''],
  ];
  for (const [target, path, query] of targets) {
    it(`target ${target} has the path ${path} and the query "${query}"`, () => {
      expect(splitTarget(target)).toEqual({ path, query });
    });
  }
});
