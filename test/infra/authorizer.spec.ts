import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Metafile } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createKey, revokeKey } from '../../functions/access/manage-keys.ts';
import { localPrincipal } from '../../functions/access/principal.ts';
import { routeKey, routes } from '../../functions/api/routes.ts';
import { dynamoKeyStore } from '../../functions/storage/access/dynamo-key-store.ts';
import { bundleLambda } from '../../scripts/lambda-bundle.ts';
import { memoryTable, type TestTable } from '../contract/memory-table.ts';
import { gatewayEvent } from './gateway-event.ts';
import { type LambdaProcess, startLambda } from './lambda-process.ts';
import { type SecretsStandIn, secretsStandIn } from './secrets-stand-in.ts';

const folder = mkdtempSync(join(tmpdir(), 'drydock-authorizer-'));
const pepper = 'p'.repeat(64);
let table: TestTable;
let manager: SecretsStandIn;
let lambda: LambdaProcess;
let meta: Metafile;

beforeAll(async () => {
  [table, manager, meta] = await Promise.all([
    memoryTable(),
    secretsStandIn(pepper),
    bundleLambda('authorizer', folder),
  ]);
  lambda = await startLambda(folder, {
    _HANDLER: 'handlers/authorizer.handler',
    TABLE_NAME: table.table,
    AWS_ENDPOINT_URL_DYNAMODB: table.endpoint,
    DRYDOCK_PEPPER_SECRET: 'arn:aws:secretsmanager:eu-central-1:000000000000:secret:Pepper-x',
    AWS_ENDPOINT_URL_SECRETS_MANAGER: manager.endpoint,
  });
});
afterAll(async () => {
  await Promise.all([lambda?.close(), table?.close()]);
  manager?.close();
  rmSync(folder, { recursive: true });
});

const managing = (now = Date.now()) => ({
  keys: dynamoKeyStore(table.client, table.table),
  pepper: async () => Buffer.from(pepper),
  random: randomBytes,
  clock: () => now,
});

/** The event of the gateway's request to an authorizer: payload format 2.0. */
function authorize(authorization: string, routeKey = 'GET /scans'): Promise<unknown> {
  const event = gatewayEvent({ method: 'GET', path: '/scans', headers: { authorization } });
  const routeArn = 'arn:aws:execute-api:eu-central-1:000000000000:api/$default/GET/scans';
  return lambda.invoke({ ...event, routeKey, type: 'REQUEST', routeArn, identitySource: [authorization, routeKey] });
}

describe('the bundled authorizer', () => {
  it('authorizer: a good key is let through with its tenant and scopes', async () => {
    const wanted = { name: 'ci', scopes: ['scan:write', 'report:read'], tenant: 'shop' } as const;
    const { key, text } = await createKey(managing(), localPrincipal, wanted);
    expect(await authorize(`Bearer ${text}`)).toEqual({
      isAuthorized: true,
      context: { principal: `key:${key.id}`, tenant: 'shop', scopes: 'scan:write report:read' },
    });
    await authorize(`bearer ${text}`);
    expect(manager.asked).toHaveLength(1);
  });

  it('authorizer: a key is let through on the routes that its scopes are for, and on no route that the table has not', async () => {
    const { text } = await createKey(managing(), localPrincipal, { name: 'ci', scopes: ['scan:write'] });
    const answers = await Promise.all(
      routes.map(async (route) => [route, await authorize(`Bearer ${text}`, routeKey(route))] as const),
    );
    for (const [route, answer] of answers) {
      const isEnough = route.scope === 'any' || route.scope === 'scan:write';
      expect(answer, routeKey(route)).toMatchObject({ isAuthorized: isEnough });
    }
    const reader = await createKey(managing(), localPrincipal, { name: 'page', scopes: ['report:read'] });
    expect(await authorize(`Bearer ${reader.text}`, '$default')).toMatchObject({ isAuthorized: true });
    expect(await authorize(`Bearer ${reader.text}`, 'POST /scan')).toEqual({ isAuthorized: false });
    for (const unknown of ['GET /nowhere', 'ANY /iam/{proxy+}', ''])
      expect(await authorize(`Bearer ${text}`, unknown)).toEqual({ isAuthorized: false });
    expect(lambda.log()).toContain('key lacks the scope');
    expect(lambda.log()).not.toContain(text.slice(17));
  });

  it('authorizer: everything else is refused, with nothing about it in the log (S10)', async () => {
    const { key, text } = await createKey(managing(), localPrincipal, { name: 'x', scopes: ['admin'] });
    await revokeKey(managing(), localPrincipal, key.id);
    const past = managing(Date.now() - 10_000);
    const over = await createKey(past, localPrincipal, { name: 'x', scopes: ['admin'], lifetime: 1_000 });
    const wrong = [
      '',
      'garbage',
      'Bearer',
      `Basic ${text}`,
      `Bearer ${text}x`,
      `Bearer ${text}`,
      `Bearer ${over.text}`,
    ];
    for (const authorization of wrong) expect(await authorize(authorization)).toEqual({ isAuthorized: false });
    expect(lambda.log()).not.toContain(text.slice(17));
  });

  it('authorizer: a table that cannot be reached is an error, not a refusal', async () => {
    const broken = await startLambda(folder, {
      _HANDLER: 'handlers/authorizer.handler',
      TABLE_NAME: 'nowhere',
      AWS_ENDPOINT_URL_DYNAMODB: table.endpoint,
      DRYDOCK_PEPPER_SECRET: 'pepper',
      AWS_ENDPOINT_URL_SECRETS_MANAGER: manager.endpoint,
    });
    const { text } = await createKey(managing(), localPrincipal, { name: 'x', scopes: ['admin'] });
    const event = gatewayEvent({ headers: { authorization: `Bearer ${text}` } });
    await expect(broken.invoke(event)).rejects.toThrow('the table cannot be used right now');
    await broken.close();
  });

  it('authorizer: a function that is set up wrongly says which variable it is', async () => {
    const broken = await startLambda(folder, { _HANDLER: 'handlers/authorizer.handler', TABLE_NAME: 'scans' });
    await expect(broken.invoke(gatewayEvent({}))).rejects.toThrow('DRYDOCK_PEPPER_SECRET is missing');
    await broken.close();
  });

  it('bundle: is at most 550 kB, without the engine', () => {
    const scripts = Object.entries(meta.outputs).filter(([name]) => name.endsWith('.mjs'));
    expect(scripts.reduce((sum, [, { bytes }]) => sum + bytes, 0)).toBeLessThanOrEqual(550_000);
    const inputs = Object.keys(meta.inputs);
    expect(inputs).toContain('functions/access/verify-key.ts');
    expect(inputs.filter((input) => /^functions\/(manifest|image|formats)\/(?!limits)/.test(input))).toEqual([]);
  });
});
