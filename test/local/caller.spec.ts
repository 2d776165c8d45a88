import { describe, expect, it } from 'vitest';
import { localCaller } from '../../local/caller.ts';
import { isLoopbackAddress, isLoopbackName, urlOf } from '../../local/loopback.ts';
import { request } from '../api/request.ts';

const secret = 'f'.repeat(64);
const access = { isLoopback: true, isOpen: false, secret };
const subject = (given: typeof access, headers: Record<string, string>): string =>
  localCaller(given)(request('GET', '/scans', { headers })).subject;

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

  it('a web page that was led here by its own name is nobody', () => {
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

  it('elsewhere only the secret of the data directory makes an owner', () => {
    const elsewhere = { ...access, isLoopback: false };
    expect(subject(elsewhere, { host: 'localhost' })).toBe('anonymous');
    expect(subject(elsewhere, { authorization: `Bearer ${secret}` })).toBe('local');
    for (const authorization of ['', 'Bearer ', `Bearer ${secret.slice(1)}`, `bearer ${secret}`, secret]) {
      expect(subject(elsewhere, { authorization })).toBe('anonymous');
    }
  });

  it('a server that was opened takes everyone for its owner', () => {
    expect(subject({ ...access, isLoopback: false, isOpen: true }, { host: 'drydock.example' })).toBe('local');
  });
});

describe('addresses', () => {
  it('loopback addresses are told from others', () => {
    expect(['127.0.0.1', '127.1.2.3', '::1', '::ffff:127.0.0.1'].every(isLoopbackAddress)).toBe(true);
    expect(['0.0.0.0', '::', '10.127.0.0.1', '1.127.0.0', 'localhost', '::11'].some(isLoopbackAddress)).toBe(false);
    expect(isLoopbackName('[127.0.0.1]:1')).toBe(true);
  });

  it('an address becomes a URL that this machine reaches', () => {
    expect(urlOf('127.0.0.1', 1)).toBe('http://127.0.0.1:1');
    expect(urlOf('0.0.0.0', 1)).toBe('http://127.0.0.1:1');
    expect(urlOf('::', 1)).toBe('http://127.0.0.1:1');
    expect(urlOf('::1', 1)).toBe('http://[::1]:1');
    expect(urlOf('192.0.2.1', 1)).toBe('http://192.0.2.1:1');
  });
});
