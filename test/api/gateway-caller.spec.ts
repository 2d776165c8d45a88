import { describe, expect, it } from 'vitest';
import { keyContext } from '../../functions/access/key-context.ts';
import { mayDo, type Principal } from '../../functions/access/principal.ts';
import { keyVerifier } from '../../functions/access/verify-key.ts';
import { gatewayCaller } from '../../functions/api/caller.ts';
import { request } from './request.ts';

const arn = 'arn:aws:iam::123456789012:user/ops';
const holder: Principal = { tenant: 'shop', subject: 'key:AbCdEfGhIjKl', scopes: ['report:read'] };
const caller = (anonymousScan: boolean) => gatewayCaller({ anonymousScan, verify: keyVerifier(undefined) });

/** An event of a route whose Lambda authorizer said this. */
function authorized(lambda: unknown) {
  const event = request('GET', '/scans', { headers: { authorization: 'Bearer ddk_whatever' } });
  Object.assign(event.requestContext, { authorizer: { lambda } });
  return event;
}

describe('callers through the gateway', () => {
  it('a signed caller may do everything, whether others may scan or not', () => {
    for (const anonymousScan of [true, false]) {
      const found = caller(anonymousScan)(request('GET', '/scans', { arn })) as Principal;
      expect([found.tenant, found.subject]).toEqual(['default', arn]);
      expect((['scan:write', 'report:read', 'report:delete'] as const).every((scope) => mayDo(found, scope))).toBe(
        true,
      );
    }
  });

  it('a caller whom the authorizer let through is who it says, with those scopes', () => {
    expect(caller(false)(authorized(keyContext(holder)))).toEqual(holder);
    expect(caller(false)(authorized({ ...keyContext(holder), scopes: 'report:read fly' }))).toEqual(holder);
  });

  it('a context that is none of ours is as good as none', async () => {
    const good = keyContext(holder);
    const wrong = [null, {}, 'x', { ...good, principal: 'x' }, { ...good, tenant: 'a#b' }, { ...good, scopes: 1 }];
    for (const lambda of wrong) {
      await expect(caller(true)(authorized(lambda))).rejects.toMatchObject({ code: 'unauthenticated' });
    }
  });

  it('anyone else may scan when the deployment says so, and nothing besides', () => {
    for (const event of [request('POST', '/scan'), request('POST', '/scan', { arn: '' })]) {
      expect(caller(true)(event)).toMatchObject({ subject: 'anonymous', scopes: ['scan:write'] });
      expect(caller(false)(event)).toMatchObject({ subject: 'anonymous', scopes: [] });
    }
  });

  it('a header on a route without an authorizer is checked, whatever it holds', async () => {
    const verify = async (authorization: string): Promise<Principal> => ({ ...holder, subject: authorization });
    const found = gatewayCaller({ anonymousScan: true, verify });
    for (const authorization of ['Bearer x', 'AWS4-HMAC-SHA256 Credential=…', '']) {
      const event = request('POST', '/scan', { headers: { authorization } });
      expect(await found(event)).toMatchObject({ subject: authorization });
    }
  });

  it('an identity in headers or body counts for nothing', () => {
    const headers = { 'x-amzn-iam-user-arn': arn };
    expect(caller(true)(request('GET', '/scans', { headers, body: arn }))).toMatchObject({ subject: 'anonymous' });
  });
});
