import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readSettings } from '../../functions/api/settings.ts';
import { type RunningServer, startServer } from '../../local/server.ts';
import { silentLog } from '../local/silent-log.ts';
import { hasRecordedCases, loadCompare, type RecordedCase, readCases, recordedFiles } from './recorded-cases.ts';

type Sent = { status: number; contentType: string; location?: string; text: string };
type Compare = Awaited<ReturnType<typeof loadCompare>> & { send(base: string, recorded: RecordedCase): Promise<Sent> };

const recordedVersion = '1.36.0';
const requestsAtOnce = 8;
// A browser is sent to this server's own docs, not to kubesec's.
const ownLocation = Array.from({ length: 10 }, (_, i) => `http-00${18 + i}`);

describe.skipIf(!hasRecordedCases)('recorded kubesec answers over HTTP', () => {
  const directory = mkdtempSync(join(tmpdir(), 'drydock-conformance-'));
  let compare: Compare;
  let server: RunningServer;
  beforeAll(async () => {
    compare = (await loadCompare()) as Compare;
    server = await startServer({
      host: '127.0.0.1',
      port: 0,
      settings: readSettings({ DRYDOCK_KUBERNETES_VERSION: recordedVersion }),
      storage: { directory },
      log: silentLog,
    });
  });
  afterAll(async () => {
    await server?.close();
    rmSync(directory, { recursive: true });
  });

  const asRecorded = (recorded: RecordedCase, sent: Sent): Sent => {
    const text = sent.text.replaceAll(`v${recordedVersion}-standalone-strict`, 'master-standalone-strict');
    if (!ownLocation.includes(recorded.id)) return { ...sent, text };
    expect(sent.location).toBe('/docs');
    return { ...sent, location: 'https://kubesec.io', text: text.replace('href="/docs"', 'href="https://kubesec.io"') };
  };

  const differences = async (cases: RecordedCase[]): Promise<string[]> => {
    const found: string[] = [];
    const waiting = cases.values();
    const work = async (): Promise<void> => {
      for (const recorded of waiting) {
        const sent = await compare.send(server.url, recorded);
        const difference = compare.sameAnswer(recorded, asRecorded(recorded, sent));
        if (difference !== null) found.push(`${recorded.id} (${recorded.about}): ${difference}`);
      }
    };
    await Promise.all(Array.from({ length: requestsAtOnce }, work));
    return found;
  };

  test.each(recordedFiles())('recorded kubesec answers over HTTP: %s, with results stored', async (file) => {
    const cases = readCases(file);
    expect(cases.length).toBeGreaterThan(0);
    expect((await differences(cases)).slice(0, 20)).toEqual([]);
  });

  test('recorded kubesec answers over HTTP: what ends the real server is refused here', async () => {
    const head = '{"kind":"Pod","apiVersion":"v1","metadata":{"name":"big"},"spec":{"hostNetwork":5}';
    const body = Buffer.alloc(270_000_000, ' ');
    body.write(head);
    body.write('}', body.length - 1);
    const answer = await fetch(`${server.url}/scan?rule=HostNetwork`, { method: 'POST', body });
    expect([answer.status, await answer.text()]).toEqual([413, 'the body is larger than 4500000 bytes\n']);
    expect(await (await fetch(`${server.url}/healthz`)).text()).toBe('OK\n');
  });
});
