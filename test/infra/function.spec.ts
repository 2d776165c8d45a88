import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundleLambda } from '../../scripts/lambda-bundle.ts';
import { memoryTable, type TestTable } from '../contract/memory-table.ts';
import { gatewayEvent } from './gateway-event.ts';
import { type LambdaProcess, startLambda } from './lambda-process.ts';

interface Answer {
  statusCode: number;
  headers: Record<string, string>;
  body: string;
}

const pod = `apiVersion: v1
kind: Pod
metadata:
  name: über
spec:
  hostNetwork: true
  containers:
  - name: c
    image: nginx:1.27
`;
const operator = 'arn:aws:iam::000000000000:role/operator';
const folder = mkdtempSync(join(tmpdir(), 'drydock-function-'));
let table: TestTable;
let anonymous: LambdaProcess;
let closed: LambdaProcess;

const ask = async (lambda: LambdaProcess, request: Parameters<typeof gatewayEvent>[0]): Promise<Answer> =>
  (await lambda.invoke(gatewayEvent(request))) as Answer;

beforeAll(async () => {
  table = await memoryTable();
  await bundleLambda('manifest', folder);
  const common = { DRYDOCK_DEPLOYMENT_KEY: 'k'.repeat(64) };
  const stored = { TABLE_NAME: table.table, AWS_ENDPOINT_URL_DYNAMODB: table.endpoint };
  anonymous = await startLambda(folder, { ...common, ...stored, DRYDOCK_ANONYMOUS_SCAN: 'true' });
  closed = await startLambda(folder, { ...common, DRYDOCK_ANONYMOUS_SCAN: 'false' });
});
afterAll(async () => {
  await Promise.all([anonymous?.close(), closed?.close(), table?.close()]);
  rmSync(folder, { recursive: true });
});

describe('the bundled function behind the gateway', () => {
  it('scan: a pod as base64 and as text gets the same answer', async () => {
    const bytes = await ask(anonymous, { body: Buffer.from(pod) });
    const text = await ask(anonymous, { body: pod });
    expect(bytes.statusCode).toBe(200);
    expect(JSON.parse(bytes.body)).toMatchObject([
      { object: 'Pod/über.default', valid: true, fileName: 'API', score: -9 },
    ]);
    expect(bytes.body.endsWith(']\n')).toBe(true);
    expect(text.body).toBe(bytes.body);
  });

  it('scan: the result is stored, and the same manifest is the same scan', async () => {
    const first = await ask(anonymous, { body: Buffer.from(pod) });
    const again = await ask(anonymous, { body: Buffer.from(pod) });
    expect(first.headers['drydock-stored']).toBe('true');
    expect(again.headers['drydock-scan-id']).toBe(first.headers['drydock-scan-id']);
  });

  it.each(['GET', 'HEAD', 'DELETE'])('stored scan: %s through the open catch-all is refused', async (method) => {
    const scanned = await ask(anonymous, { body: Buffer.from(pod) });
    const paths = [scanned.headers.location!, '/scans', `/%73cans/${scanned.headers['drydock-scan-id']}`];
    for (const path of paths) {
      const answer = await ask(anonymous, { method, path, routeKey: '$default' });
      expect(answer.statusCode, `${method} ${path}`).toBeGreaterThanOrEqual(400);
      expect(answer.body).not.toContain('über');
    }
  });

  it('scan: without anonymous scanning an unsigned request is refused even when it gets past the gateway', async () => {
    const unsigned = await ask(closed, { body: Buffer.from(pod) });
    expect([401, 403]).toContain(unsigned.statusCode);
    expect(unsigned.body).not.toContain('Pod/');
    expect((await ask(closed, { body: Buffer.from(pod), caller: operator })).statusCode).toBe(200);
  });

  it('health: open in either setting', async () => {
    for (const lambda of [anonymous, closed]) {
      const answer = await ask(lambda, { method: 'GET', path: '/healthz', routeKey: 'ANY /healthz' });
      expect([answer.statusCode, answer.body]).toEqual([200, 'OK\n']);
    }
  });

  it('log: one JSON object a line, without a word of the manifest', async () => {
    await ask(anonymous, { body: pod.replace('nginx', 'secret-image-name') });
    await expect.poll(() => anonymous.log()).toContain('requestId');
    const lines = anonymous.log().trim().split('\n');
    for (const line of lines) expect(() => JSON.parse(line), line).not.toThrow();
    expect(anonymous.log()).not.toMatch(/secret-image-name|über/);
  });

  it('configuration: a function that cannot start says which variable is wrong', async () => {
    const broken = await startLambda(folder, { DRYDOCK_DEPLOYMENT_KEY: 'k'.repeat(64), DRYDOCK_RETENTION_DAYS: 'x' });
    await expect(broken.invoke(gatewayEvent({ body: pod }))).rejects.toThrow('DRYDOCK_RETENTION_DAYS=x');
    await broken.close();
  });
});
