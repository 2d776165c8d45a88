import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readSettings } from '../../functions/api/settings.ts';
import { type RunningServer, startServer } from '../../local/server.ts';
import { parseAnswers, sendRaw } from '../local/raw-client.ts';
import { silentLog } from '../local/silent-log.ts';
import { type RecordedClient, recordedClients } from './recorded-clients.ts';

type Connection = RecordedClient['connections'][number];

const clients = recordedClients();
if (clients.length === 0) console.log('recorded HTTP clients: not there, set DRYDOCK_HTTP_CLIENTS to replay them');

/** The request as bytes, but for the connection, which is to end. */
function bytesOf({ line, headers, body = '', bodyBase64 }: Connection['request']): Buffer {
  const kept = headers.filter(([name]) => name.toLowerCase() !== 'connection');
  const head = [line, ...kept.map(([name, value]) => `${name}: ${value}`), 'Connection: close', '', ''].join('\r\n');
  const sent = bodyBase64 === undefined ? Buffer.from(body) : Buffer.from(bodyBase64, 'base64');
  if (!kept.some(([name, value]) => /^transfer-encoding$/i.test(name) && value === 'chunked')) {
    return Buffer.concat([Buffer.from(head), sent]);
  }
  const size = `${sent.length.toString(16)}\r\n`;
  return Buffer.concat([Buffer.from(head + (sent.length > 0 ? size : '')), sent, Buffer.from('\r\n0\r\n\r\n')]);
}

const typeOf = (headers: Connection['response']['headers']): string | undefined =>
  headers.find(([name]) => name === 'Content-Type')?.[1];

describe.skipIf(clients.length === 0)('recorded HTTP clients', () => {
  let server: RunningServer;
  beforeAll(async () => {
    const settings = readSettings({ DRYDOCK_KUBERNETES_VERSION: '1.36.0' });
    server = await startServer({ host: '127.0.0.1', port: 0, settings, log: silentLog });
  });
  afterAll(() => server?.close());

  test.each(clients)('recorded HTTP client $case gets the answer of kubesec', async ({ connections }) => {
    for (const { request, interim = [], response } of connections) {
      const answers = parseAnswers(await sendRaw(server.port, bytesOf(request)), request.line.startsWith('HEAD'));
      const statuses = [...interim, response.line].map((line) => Number(line.split(' ')[1]));
      expect(answers.map((answer) => answer.status)).toEqual(statuses);
      const { headers, body } = answers.at(-1)!;
      expect(headers['content-type']).toBe(typeOf(response.headers));
      const firstLine = body.toString().split('\n')[0]?.replace('"/docs"', '"https://kubesec.io"');
      expect(firstLine).toBe(response.firstLine ?? '');
      if (response.reports === undefined) continue;
      const reports = JSON.parse(body.toString());
      expect(reports).toMatchObject(response.reports);
      expect(reports).toHaveLength(response.reports.length);
    }
  });
});
