import { describe, expect, it } from 'vitest';
import type { Principal } from '../../functions/access/principal.ts';
import { keyVerifier } from '../../functions/access/verify-key.ts';
import { type LocalAccess, localCaller } from '../../local/caller.ts';
import { isLoopbackAddress, isLoopbackName, isLoopbackOrigin, urlOf } from '../../local/loopback.ts';
import { request } from '../api/request.ts';

const secret = 'f'.repeat(64);
const holder: Principal = { tenant: 'shop', subject: 'key:AbCdEfGhIjKl', scopes: ['report:read'] };
const access: LocalAccess = {
  isLoopback: true,
  mode: undefined,
  secret,
  verify: async (given) => (given === 'Bearer good' ? holder : keyVerifier(undefined)(given)),
};
const callerOf = (given: LocalAccess, headers: Record<string, string>) =>
  localCaller(given)(request('GET', '/scans', { headers }));
const subject = (given: LocalAccess, headers: Record<string, string>): string =>
  (callerOf(given, headers) as Principal).subject;

describe('callers of a local server', () => {
  it('on loopback everyone is the owner, by any name of this machine or none', () => {
    const hosts = [
      'localhost',
      'localhost:8080',
      'LOCALHOST.',
      '127.0.0.1:8080',
      '127.9.9.9',
      '[::1]:8080',
      'a.localhost',
    ];
    for (const host of hosts) expect(subject(access, { host })).toBe('local');
    expect(subject(access, {})).toBe('local');
  });

  it('a web page that was led here by its own name is nobody (S13)', () => {
    const hosts = [
      'evil.example',
      'localhost.evil.example',
      '127.0.0.1.evil.example',
      'evil-localhost',
      '[::2]',
      '10.0.0.1',
      '',
    ];
    for (const host of hosts) expect(subject(access, { host })).toBe('anonymous');
  });

  it('a web page of another origin is nobody, by whatever name it calls', () => {
    for (const origin of ['https://evil.example', 'null', 'http://localhost.evil.example:80']) {
      expect(subject(access, { host: 'localhost:8080', origin })).toBe('anonymous');
    }
    expect(subject(access, { host: 'localhost:8080', origin: 'http://localhost:3000' })).toBe('local');
  });

  it('elsewhere only the secret of the data directory makes an owner', () => {
    const elsewhere = { ...access, isLoopback: false };
    expect(subject(elsewhere, { host: 'localhost' })).toBe('anonymous');
    expect(subject(elsewhere, { authorization: `Bearer ${secret}` })).toBe('local');
  });

  it('credentials that are brought are checked on every address, in every mode', async () => {
    for (const isLoopback of [true, false]) {
      for (const mode of [undefined, 'open', 'keys'] as const) {
        const server = { ...access, isLoopback, mode };
        expect(await callerOf(server, { authorization: 'Bearer good' })).toEqual(holder);
        for (const authorization of ['', 'Bearer ', `Bearer ${secret.slice(1)}`, `bearer ${secret}`, secret]) {
          await expect(callerOf(server, { authorization })).rejects.toMatchObject({ code: 'unauthenticated' });
        }
      }
    }
  });

  it('a server that was opened takes everyone for its owner', () => {
    expect(subject({ ...access, isLoopback: false, mode: 'open' }, { host: 'drydock.example' })).toBe('local');
  });

  it('a server that asks for keys lets nobody do anything, on loopback neither', () => {
    expect(callerOf({ ...access, mode: 'keys' }, { host: 'localhost' })).toMatchObject({ scopes: [] });
  });

  it('without credentials there is nothing to wait for', () => {
    expect(callerOf(access, {})).not.toBeInstanceOf(Promise);
  });
});

describe('addresses', () => {
  it('loopback addresses are told from others', () => {
    expect(['127.0.0.1', '127.1.2.3', '::1', '::ffff:127.0.0.1'].every(isLoopbackAddress)).toBe(true);
    expect(['0.0.0.0', '::', '10.127.0.0.1', '1.127.0.0', 'localhost', '::11'].some(isLoopbackAddress)).toBe(false);
    expect(isLoopbackName('[127.0.0.1]:1')).toBe(true);
    expect(isLoopbackOrigin('http://[::1]:3000')).toBe(true);
  });

  it('an address becomes a URL that this machine reaches', () => {
    expect(urlOf('127.0.0.1', 1)).toBe('http://127.0.0.1:1');
    expect(urlOf('0.0.0.0', 1)).toBe('http://127.0.0.1:1');
    expect(urlOf('::', 1)).toBe('http://127.0.0.1:1');
    expect(urlOf('::1', 1)).toBe('http://[::1]:1');
    expect(urlOf('192.0.2.1', 1)).toBe('http://192.0.2.1:1');
  });
});
