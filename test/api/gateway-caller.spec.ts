import { describe, expect, it } from 'vitest';
import { mayDo } from '../../functions/access/principal.ts';
import { gatewayCaller } from '../../functions/api/caller.ts';
import { request } from './request.ts';

const arn = 'arn:aws:iam::123456789012:user/ops';

describe('callers through the gateway', () => {
  it('a signed caller may do everything, whether others may scan or not', () => {
    for (const anonymousScan of [true, false]) {
      const caller = gatewayCaller(request('GET', '/scans', { arn }), anonymousScan);
      expect([caller.tenant, caller.subject]).toEqual(['default', arn]);
      expect((['scan:write', 'report:read', 'report:delete'] as const).every((scope) => mayDo(caller, scope))).toBe(
        true,
      );
    }
  });

  it('anyone else may scan when the deployment says so, and nothing besides', () => {
    for (const event of [request('POST', '/scan'), request('POST', '/scan', { arn: '' })]) {
      expect(gatewayCaller(event, true)).toMatchObject({ subject: 'anonymous', scopes: ['scan:write'] });
      expect(gatewayCaller(event, false)).toMatchObject({ subject: 'anonymous', scopes: [] });
    }
  });

  it('an identity in headers or body counts for nothing', () => {
    const headers = { authorization: 'Bearer x', 'x-amzn-iam-user-arn': arn };
    expect(gatewayCaller(request('GET', '/scans', { headers, body: arn }), true).subject).toBe('anonymous');
  });
});
