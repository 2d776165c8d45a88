import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundleLambda } from '../../scripts/lambda-bundle.ts';
import { memoryTable, type TestTable } from '../contract/memory-table.ts';
import { gatewayEvent } from './gateway-event.ts';
import { type LambdaProcess, startLambda } from './lambda-process.ts';
import { type SecretsStandIn, secretsStandIn } from './secrets-stand-in.ts';

interface Answer {
  statusCode: number;
  headers: Record<string, string>;
  body: string;
}
type Asked = Parameters<typeof gatewayEvent>[0];
type Authorized = { isAuthorized: boolean; context?: unknown };

const operator = 'arn:aws:iam::000000000000:role/operator';
const pod = 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n  - name: c\n    image: nginx\n';
const root = mkdtempSync(join(tmpdir(), 'drydock-api-keys-'));
const handlers = ['manifest', 'api', 'authorizer'] as const;
const folderOf = (handler: (typeof handlers)[number]): string => join(root, handler);
const secrets: string[] = [];
let table: TestTable;
let manager: SecretsStandIn;
let manifest: LambdaProcess;
let api: LambdaProcess;
let authorizer: LambdaProcess;

const environment = (): Record<string, string> => ({
  TABLE_NAME: table.table,
  AWS_ENDPOINT_URL_DYNAMODB: table.endpoint,
  DRYDOCK_PEPPER_SECRET: 'arn:aws:secretsmanager:eu-central-1:000000000000:secret:Pepper-x',
  AWS_ENDPOINT_URL_SECRETS_MANAGER: manager.endpoint,
  DRYDOCK_DEPLOYMENT_KEY: 'k'.repeat(64),
  DRYDOCK_ANONYMOUS_SCAN: 'true',
  // Opened by the api function, used by no route here.
  BUCKET_NAME: 'drydock',
  QUEUE_URL: 'http://127.0.0.1:1/000000000000/scans',
  BATCH_QUEUE_URL: 'http://127.0.0.1:1/000000000000/batches',
  DELIVERY_QUEUE_URL: 'http://127.0.0.1:1/000000000000/messages',
});

beforeAll(async () => {
  [table, manager] = await Promise.all([memoryTable(), secretsStandIn('p'.repeat(64))]);
  await Promise.all(handlers.map((handler) => bundleLambda(handler, folderOf(handler))));
  [manifest, api, authorizer] = (await Promise.all(
    handlers.map((handler) =>
      startLambda(folderOf(handler), { ...environment(), _HANDLER: `handlers/${handler}.handler` }),
    ),
  )) as [LambdaProcess, LambdaProcess, LambdaProcess];
});
afterAll(async () => {
  await Promise.all([manifest?.close(), api?.close(), authorizer?.close(), table?.close()]);
  manager?.close();
  rmSync(root, { recursive: true });
});

/** A signed request below `/iam/`. */
async function signed(method: string, path: string, body?: object): Promise<Answer> {
  const event = { method, path: `/iam${path}`, routeKey: 'ANY /iam/{proxy+}', caller: operator };
  return (await api.invoke(gatewayEvent({ ...event, ...(body && { body: JSON.stringify(body) }) }))) as Answer;
}

/** A request with a key as the gateway treats it: the authorizer first, then the function with what that said. */
async function withKey(
  key: string,
  { routeKey, ...asked }: Asked & { routeKey: string },
): Promise<Answer | 'Forbidden'> {
  const event = gatewayEvent({ ...asked, routeKey, headers: { authorization: `Bearer ${key}` } });
  const said = (await authorizer.invoke({ ...event, type: 'REQUEST' })) as Authorized;
  if (!said.isAuthorized) return 'Forbidden';
  Object.assign(event.requestContext, { authorizer: { lambda: said.context } });
  return (await (routeKey === '$default' ? manifest : api).invoke(event)) as Answer;
}

/** A request to an open route, where the gateway asks nobody. */
const openly = async (authorization?: string): Promise<Answer> =>
  (await manifest.invoke(
    gatewayEvent({ body: pod, ...(authorization !== undefined && { headers: { authorization } }) }),
  )) as Answer;

async function make(body: object): Promise<{ id: string; key: string }> {
  const { key, id } = JSON.parse((await signed('POST', '/keys', body)).body);
  secrets.push(key.slice(17));
  return { key, id };
}

describe('API keys of the bundled function behind the gateway', () => {
  it('keys: a signature makes the first admin key, once, and that one makes others', async () => {
    const made = await signed('POST', '/keys/bootstrap');
    const { id, key } = JSON.parse(made.body);
    secrets.push(key.slice(17));
    expect([made.statusCode, made.headers.location]).toEqual([201, `/iam/keys/${id}`]);
    expect((await signed('POST', '/keys/bootstrap')).statusCode).toBe(403);
    const wanted = { method: 'POST', path: '/keys', body: '{"name": "ci", "scopes": ["scan:write"]}' };
    const other = (await withKey(key, { ...wanted, routeKey: 'POST /keys' })) as Answer;
    secrets.push(JSON.parse(other.body).key.slice(17));
    expect([other.statusCode, JSON.parse(other.body).createdBy]).toEqual([201, `key:${id}`]);
    const listed = await signed('GET', '/keys');
    expect(JSON.parse(listed.body).items).toHaveLength(2);
  });

  it('keys: one of a tenant scans and reads for that tenant, with its scopes, through the authorizer', async () => {
    const tenant = 'shop';
    const [scanner, reader] = [
      await make({ name: 's', scopes: ['scan:write'], tenant }),
      await make({ name: 'r', scopes: ['report:read'], tenant }),
    ];
    const scanned = await openly(`Bearer ${scanner.key}`);
    const path = scanned.headers.location!;
    const read = { method: 'GET', path, routeKey: 'GET /scans/{id}' };
    expect((await withKey(reader.key, read)) as Answer).toMatchObject({ statusCode: 200 });
    expect(await withKey(scanner.key, read)).toBe('Forbidden');
    // The catch-all lets any key through: the function looks again.
    expect(await withKey(scanner.key, { ...read, routeKey: '$default' })).toMatchObject({ statusCode: 403 });
    expect(await signed('GET', path)).toMatchObject({ statusCode: 404 });
  });

  it('keys: on an open route a bad one is refused and a revoked one is bad at once (S10)', async () => {
    expect((await openly()).statusCode).toBe(200);
    const { key, id } = await make({ name: 'x', scopes: ['scan:write'] });
    expect((await openly(`Bearer ${key}`)).statusCode).toBe(200);
    expect((await signed('DELETE', `/keys/${id}`)).statusCode).toBe(204);
    for (const authorization of ['', 'garbage', `Bearer ${key}x`, `Bearer ${key}`]) {
      const refused = await openly(authorization);
      expect([refused.statusCode, JSON.parse(refused.body).code], authorization).toEqual([401, 'unauthenticated']);
    }
    expect(await withKey(key, { method: 'POST', path: '/keys', routeKey: 'POST /keys' })).toBe('Forbidden');
  });

  it('keys: the pepper is asked for once by each function, and no secret is in a log', async () => {
    expect(manager.asked).toHaveLength(3);
    for (const log of [manifest.log(), api.log(), authorizer.log()])
      for (const secret of secrets) expect(log).not.toContain(secret);
    expect(secrets.length).toBeGreaterThanOrEqual(5);
  });

  it('keys: without the pepper a key is neither good nor bad: 503, while others scan', async () => {
    const broken = await startLambda(folderOf('manifest'), environment());
    manager.failures.push(500, 500);
    const event = gatewayEvent({
      body: pod,
      headers: { authorization: `Bearer ${(await make({ name: 'y', scopes: ['admin'] })).key}` },
    });
    expect((await broken.invoke(event)) as Answer).toMatchObject({ statusCode: 503 });
    expect((await broken.invoke(gatewayEvent({ body: pod }))) as Answer).toMatchObject({ statusCode: 200 });
    expect((await broken.invoke(event)) as Answer).toMatchObject({ statusCode: 200 });
    await broken.close();
  });
});
