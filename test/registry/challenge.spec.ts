import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readChallenges } from '../../functions/registry/auth/challenge.ts';
import { ecrRegistryOf } from '../../functions/registry/auth/ecr-registry.ts';
import { tokenServer } from '../../functions/registry/auth/token-realm.ts';

const read = (header: string | undefined) =>
  readChallenges(header).map(({ scheme, parameters }) => [scheme, Object.fromEntries(parameters)]);

describe('challenge', () => {
  it.each([
    [
      'Bearer realm="https://auth.docker.io/token",service="registry.docker.io",scope="repository:library/nginx:pull"',
      [
        [
          'bearer',
          {
            realm: 'https://auth.docker.io/token',
            service: 'registry.docker.io',
            scope: 'repository:library/nginx:pull',
          },
        ],
      ],
    ],
    ['Basic realm="a, b=\\"c\\""', [['basic', { realm: 'a, b="c"' }]]],
    ['BEARER Realm=https://x/,error = invalid_token', [['bearer', { realm: 'https://x/', error: 'invalid_token' }]]],
    [
      'Basic realm="x", Bearer realm="y"',
      [
        ['basic', { realm: 'x' }],
        ['bearer', { realm: 'y' }],
      ],
    ],
    ['Negotiate', [['negotiate', {}]]],
    ['Bearer realm="open', [['bearer', { realm: '' }]]],
    ['realm="x"', []],
    ['', []],
    [undefined, []],
  ])('challenge: %s', (header, challenges) => {
    expect(read(header)).toEqual(challenges);
  });

  it('challenge: any header is read in time that grows with its length', () => {
    fc.assert(fc.property(fc.string({ maxLength: 200 }), (header) => void readChallenges(header)));
    for (const unit of ['"', '\\"', 'a ', 'a=', ',', 'a="\\'])
      expect(readChallenges(unit.repeat(100_000))).toBeDefined();
  });

  it('token server: credentials of Docker Hub and GitLab go to their own, of others where the configuration says', () => {
    const server = (realm: string, registry: string, tokenHosts = {}) =>
      tokenServer(realm, new URL(registry), true, { tokenHosts }).host;
    expect(server('https://auth.docker.io/token', 'https://registry-1.docker.io/')).toBe('auth.docker.io');
    expect(server('https://gitlab.com/jwt/auth', 'https://registry.gitlab.com/')).toBe('gitlab.com');
    expect(server('https://ghcr.io/token', 'https://ghcr.io/')).toBe('ghcr.io');
    expect(server('https://quay.io/v2/auth', 'https://quay.io/')).toBe('quay.io');
    const own = { 'registry.corp': 'gitlab.corp' };
    expect(server('https://gitlab.corp/jwt/auth', 'https://registry.corp/', own)).toBe('gitlab.corp');
    for (const [realm, registry] of [
      ['https://auth.docker.io.evil.com/token', 'https://registry-1.docker.io/'],
      ['https://auth.docker.io:444/token', 'https://registry-1.docker.io/'],
      ['https://auth.docker.io/token', 'https://ghcr.io/'],
      ['https://gitlab.corp/jwt/auth', 'https://registry.corp/'],
    ] as const) {
      expect(() => server(realm, registry)).toThrow(expect.objectContaining({ code: 'forbidden_address' }));
    }
  });

  it.each([
    ['123456789012.dkr.ecr.eu-west-1.amazonaws.com', { account: '123456789012', region: 'eu-west-1' }],
    ['123456789012.dkr.ecr-fips.us-gov-west-1.amazonaws.com', { account: '123456789012', region: 'us-gov-west-1' }],
    ['123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn', { account: '123456789012', region: 'cn-north-1' }],
    ['123456789012.dkr.ecr.eu-west-1.amazonaws.com.evil.com', undefined],
    ['123456789012.dkr.ecr.eu-west-1.amazonaws.com:444', undefined],
    ['evil.com.dkr.ecr.eu-west-1.amazonaws.com', undefined],
    ['public.ecr.aws', undefined],
  ])('ECR: the account and region of %s', (host, registry) => {
    expect(ecrRegistryOf(host)).toEqual(registry);
  });
});
