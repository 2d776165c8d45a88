import { describe, expect, it } from 'vitest';
import { bodyOf, imageApp } from './image-app.ts';
import type { request } from './request.ts';

const json = { 'content-type': 'application/json' };

describe('request for an image scan', () => {
  const ways: [string, string, Parameters<typeof request>[2]][] = [
    ['a form', '/scan/image', { body: 'image=nginx:1.27&platform=linux/arm64&fresh=true' }],
    ['a form with escapes', '/scan/image', { body: 'image=nginx%3A1.27&platform=linux%2Farm64&fresh\n' }],
    ['the query', '/scan/image?image=nginx:1.27&platform=linux/arm64&fresh=', {}],
    ['query and form', '/scan/image?platform=linux/arm64', { body: 'image=nginx:1.27&fresh=true' }],
    ['JSON', '/scan/image', { headers: json, body: '{"image":"nginx:1.27","platform":"linux/arm64","fresh":true}' }],
    ['JSON of curl -d', '/scan/image', { body: ' {"image":"nginx:1.27","platform":"linux/arm64","fresh":true}' }],
    [
      'JSON and query',
      '/scan/image?platform=linux/arm64',
      { headers: json, body: '{"image":"nginx:1.27","fresh":true}' },
    ],
    [
      'JSON as text',
      '/scan/image?platform=linux/arm64',
      { headers: json, body: '{"image":"nginx:1.27"}', asText: true },
    ],
  ];
  for (const [name, target, wanted] of ways) {
    it(`a request by ${name} is understood`, async () => {
      const answer = await imageApp().ask('POST', target, wanted);
      expect([answer.statusCode, bodyOf(answer)]).toMatchObject([
        202,
        { image: 'docker.io/library/nginx:1.27', platform: 'linux/arm64' },
      ]);
    });
  }

  const refused: [string, string, Parameters<typeof request>[2], string, string][] = [
    ['no image', '/scan/image', {}, 'bad_request', 'image is missing or no text'],
    ['an image twice', '/scan/image?image=a', { body: 'image=b' }, 'bad_request', 'image was given twice'],
    [
      'an image in query and JSON',
      '/scan/image?image=a',
      { body: '{"image":"b"}' },
      'bad_request',
      'image was given twice',
    ],
    [
      'a stranger in the form',
      '/scan/image',
      { body: 'image=a&password=hunter2' },
      'bad_request',
      'form field "password"',
    ],
    [
      'a stranger in the query',
      '/scan/image?image=a&fail_on=HIGH',
      {},
      'bad_request',
      '"fail_on": expected one of image, platform',
    ],
    [
      'a stranger in JSON',
      '/scan/image',
      { body: '{"image":"a","tag":"b"}' },
      'bad_request',
      'the request does not know tag',
    ],
    [
      'a stranger in credentials',
      '/scan/image',
      { body: '{"image":"a","credentials":{"pass":"hunter2"}}' },
      'bad_request',
      'credentials does not know pass',
    ],
    ['a wrong type', '/scan/image', { body: '{"image":["a"]}' }, 'bad_request', 'image is missing or no text'],
    ['an array', '/scan/image', { headers: json, body: '["a"]' }, 'bad_request', 'expected { "image"'],
    ['broken JSON', '/scan/image', { headers: json, body: '{"image":' }, 'bad_request', 'the body is no JSON'],
    ['bytes that are no text', '/scan/image', { body: new Uint8Array([0x69, 0xff]) }, 'bad_request', 'not UTF-8'],
    ['a flag that is none', '/scan/image?image=a&fresh=yes', {}, 'bad_request', 'fresh="yes": expected true or false'],
    [
      'an unknown scanner',
      '/scan/image?image=a&scanners=vuln,virus',
      {},
      'bad_request',
      'scanners.1 is not understood',
    ],
    ['a bad view', '/scan/image?image=a&format=xml', {}, 'bad_request', 'json, trivy, sarif, table, markdown'],
    ['a bad reference', '/scan/image?image=UPPER', {}, 'bad_reference', ''],
    ['a bad platform', '/scan/image?image=a&platform=linux', {}, 'bad_platform', ''],
    ['an empty key', '/scan/image?image=a', { headers: { 'idempotency-key': ' ' } }, 'bad_request', '1 to 255'],
  ];
  for (const [name, target, wanted, code, detail] of refused) {
    it(`${name} is refused as ${code}, and nothing is queued`, async () => {
      const { ask, world } = imageApp();
      const answer = await ask('POST', target, wanted);
      expect([answer.statusCode, answer.headers['content-type']]).toEqual([400, 'application/problem+json']);
      expect(bodyOf(answer)).toMatchObject({ code, detail: expect.stringContaining(detail) });
      expect(answer.body).not.toContain('hunter2');
      expect(world.rung).toEqual([]);
    });
  }
});
