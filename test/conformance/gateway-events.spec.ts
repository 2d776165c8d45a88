import { isUtf8 } from 'node:buffer';
import { beforeAll, describe, expect, test } from 'vitest';
import { anonymousPrincipal } from '../../functions/access/principal.ts';
import type { Answer } from '../../functions/api/answer.ts';
import { manifestEngine } from '../../functions/manifest/scan.ts';
import { openSchemas } from '../../functions/manifest/schema/schemas.ts';
import { schemaFiles } from '../../functions/storage/schema-files.ts';
import { request } from '../api/request.ts';
import { sampleApp } from '../api/sample-app.ts';
import { bodyOf, hasRecordedCases, loadCompare, type RecordedCase, readCases } from './recorded-cases.ts';
import { recordedClients } from './recorded-clients.ts';

const recordedVersion = '1.36.0';
const schemas = openSchemas(schemaFiles(), { kubernetesVersion: recordedVersion });
const { app } = sampleApp({
  host: 'aws',
  engine: manifestEngine({ schemas }),
  schemas,
  callerOf: () => anonymousPrincipal,
});

/** Methods and paths that an HTTP API lets through unchanged. */
const passes = ({ method, path }: Pick<RecordedCase, 'method' | 'path'>): boolean =>
  ['POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'].includes(method) && !/^[^?]*(?:\/\/|\/\.|%|#)/.test(path);

const asRecorded = ({ statusCode, headers, body }: Answer) => ({
  status: statusCode,
  contentType: headers['content-type'] ?? '',
  text: body.replaceAll(`v${recordedVersion}-standalone-strict`, 'master-standalone-strict'),
});

/** The gateway's two forms of a body; text only where the bytes are UTF-8. */
const forms = (body: Uint8Array): boolean[] => (body.length > 0 && isUtf8(body) ? [false, true] : [false]);

describe.skipIf(!hasRecordedCases)('recorded kubesec answers as events of API Gateway', () => {
  let compare: Awaited<ReturnType<typeof loadCompare>>;
  beforeAll(async () => {
    compare = await loadCompare();
  });

  test('recorded kubesec answers as events: each is the same whether the body comes as base64 or as text', async () => {
    const cases = readCases('http.ndjson').filter((recorded) => passes(recorded) && recorded.path !== '/metrics');
    expect(cases.length).toBeGreaterThan(400);
    for (const recorded of cases) {
      const body = bodyOf(recorded);
      for (const asText of forms(body)) {
        const answer = await app(request(recorded.method, recorded.path, { body, asText }));
        expect(
          compare.sameAnswer(recorded, asRecorded(answer)),
          `${recorded.id} as ${asText ? 'text' : 'base64'}`,
        ).toBe(null);
      }
    }
  });
});

const clients = recordedClients();
describe.skipIf(clients.length === 0)('recorded HTTP clients as events of API Gateway', () => {
  test('recorded HTTP clients as events: each gets the status, type and reports of kubesec in both forms', async () => {
    for (const { case: name, connections } of clients) {
      for (const { request: sent, response } of connections) {
        const [method = '', path = ''] = sent.line.split(' ');
        if (!passes({ method, path })) continue;
        const body = Buffer.from(sent.bodyBase64 ?? sent.body ?? '', sent.bodyBase64 === undefined ? 'utf8' : 'base64');
        for (const asText of forms(body)) {
          const answer = await app(request(method, path, { body, asText }));
          expect(answer.statusCode, name).toBe(Number(response.line.split(' ')[1]));
          expect(answer.headers['content-type']).toBe(
            response.headers.find(([field]) => field === 'Content-Type')?.[1],
          );
          if (response.reports) expect(JSON.parse(answer.body)).toMatchObject(response.reports);
        }
      }
    }
  });
});
