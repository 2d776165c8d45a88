import { describe, expect, it } from 'vitest';
import { keyVerifier } from '../../functions/access/verify-key.ts';
import { gatewayCaller } from '../../functions/api/caller.ts';
import { iamRouteKey, underIam } from '../../functions/api/under-iam.ts';
import { request, type Wanted } from './request.ts';
import { sampleApp } from './sample-app.ts';

const arn = 'arn:aws:iam::123456789012:user/ops';

function ask(method: string, target: string, wanted: Wanted = {}, routeKey = iamRouteKey) {
  const { app } = sampleApp({ callerOf: gatewayCaller({ anonymousScan: false, verify: keyVerifier(undefined) }) });
  return underIam(app)({ ...request(method, target, wanted), routeKey });
}

describe('routes below /iam/', () => {
  it('routes below /iam/: a signature opens what a key opens elsewhere, whatever the Authorization header holds', async () => {
    const headers = { authorization: 'AWS4-HMAC-SHA256 Credential=…' };
    const scanned = await ask('POST', '/iam/scan', { body: 'x', arn, headers });
    expect([scanned.statusCode, scanned.headers.location]).toEqual([200, expect.stringMatching(/^\/iam\/scans\//)]);
    expect((await ask('GET', '/iam/scans?limit=1', { arn, headers })).statusCode).toBe(200);
    expect((await ask('GET', '/iam/metrics', { arn })).statusCode).toBe(200);
  });

  it('routes below /iam/: answers lead back there', async () => {
    expect((await ask('GET', '/iam/x', { arn })).headers.location).toBe('/iam/docs');
    expect((await ask('GET', '/iam//scans', { arn })).headers.location).toBe('/iam/scans');
  });

  it('routes below /iam/: without an identity nothing is there to see', async () => {
    expect((await ask('GET', '/iam/scans')).statusCode).toBe(401);
    expect((await ask('POST', '/iam/scan', { body: 'x' })).statusCode).toBe(401);
  });

  it('routes below /iam/: on any other route the path is one like others', async () => {
    expect((await ask('POST', '/iam/scans', { body: 'x', arn }, '$default')).statusCode).toBe(200);
    expect((await ask('GET', '/iam/scans', { arn }, '$default')).headers.location).toBe('/docs');
  });
});
