import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  anonymousPrincipal,
  demand,
  iamPrincipal,
  isTenant,
  localPrincipal,
  mayDo,
  nobody,
  type Scope,
} from '../../functions/access/principal.ts';

const scopes: Scope[] = ['scan:write', 'report:read', 'report:delete', 'admin'];

describe('principal', () => {
  it('principal: admin includes every scope', () => {
    for (const scope of scopes) expect(mayDo(localPrincipal, scope)).toBe(true);
    for (const scope of scopes) expect(mayDo(iamPrincipal('arn:aws:iam::1:user/x'), scope)).toBe(true);
  });

  it('principal: without admin exactly the named scopes hold', () => {
    fc.assert(
      fc.property(fc.subarray(scopes.slice(0, 3)), fc.constantFrom(...scopes), (held, asked) => {
        const principal = { tenant: 'default', subject: 'key', scopes: held };
        expect(mayDo(principal, asked)).toBe(held.includes(asked));
      }),
    );
  });

  it('principal: an anonymous caller may scan and see nothing that is stored', () => {
    expect(scopes.filter((scope) => mayDo(anonymousPrincipal, scope))).toEqual(['scan:write']);
  });

  it('principal: demanding a scope that is missing names it', () => {
    expect(() => demand({ ...localPrincipal, scopes: ['scan:write'] }, 'report:read')).toThrow(
      expect.objectContaining({ code: 'forbidden', message: expect.stringContaining('report:read') }),
    );
    expect(() => demand(localPrincipal, 'report:read')).not.toThrow();
  });

  it('principal: who brought no credentials is asked for them instead', () => {
    for (const stranger of [anonymousPrincipal, nobody]) {
      expect(() => demand(stranger, 'report:read')).toThrow(expect.objectContaining({ code: 'unauthenticated' }));
    }
  });

  it('principal: tenants are names that cannot leave their part of a key', () => {
    for (const name of ['default', 'a', 'team-7', 'a'.repeat(63)]) expect(isTenant(name)).toBe(true);
    for (const name of ['', '-a', 'a-', 'A', 'a#b', 'a b', 'a\n', 'ä', 'a'.repeat(64)])
      expect(isTenant(name)).toBe(false);
  });
});
