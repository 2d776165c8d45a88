import { describe, expect, it } from 'vitest';
import { addressPolicy } from '../../functions/network/address-policy.ts';
import { readPrivateHosts } from '../../functions/network/private-hosts.ts';

const forbidden = expect.objectContaining({ code: 'forbidden_address' });
const policy = addressPolicy({
  privateHosts: readPrivateHosts('Registry.corp=10.1.0.0/16,fd12::/32 cache.corp:5000=10.2.3.4'),
});
const registry = new URL('https://registry.corp/v2/');
const cache = new URL('https://cache.corp:5000/v2/');

describe('private registries', () => {
  it('private registries: each may have the addresses of its own ranges, and no others', () => {
    for (const address of ['10.1.255.1', 'fd12::1']) policy.checkAddress(registry, 'private', address);
    policy.checkAddress(cache, 'private', '10.2.3.4');
    for (const address of ['10.2.3.4', '10.0.0.1', 'fd13::1', '127.0.0.1', '8.8.8.8']) {
      expect(() => policy.checkAddress(registry, 'private', address)).toThrow(forbidden);
    }
  });

  it('private registries: the port is part of the name', () => {
    expect(() => policy.checkUrl(cache, 'private')).not.toThrow();
    expect(() => policy.checkUrl(new URL('https://registry.corp:5000/'), 'private')).toThrow(forbidden);
    expect(() => policy.checkAddress(new URL('https://cache.corp/'), 'private', '10.2.3.4')).toThrow(forbidden);
  });

  it('private registries: a public registry does not lead to them, they may lead to the public', () => {
    expect(policy.trustOf(registry)).toBe('private');
    expect(policy.trustOf(new URL('https://ghcr.io/'))).toBe('public');
    expect(() => policy.checkAddress(registry, 'public', '10.1.0.1')).toThrow(forbidden);
    expect(() =>
      policy.checkAddress(new URL('https://storage.example.com/'), 'private', '93.184.216.34'),
    ).not.toThrow();
  });

  it('private registries: they speak https as all others do', () => {
    expect(() => policy.checkUrl(new URL('http://registry.corp/'), 'private')).toThrow(forbidden);
  });

  it.each([
    'registry.corp',
    '=10.0.0.0/8',
    'registry.corp=',
    'registry.corp=10.0.0.0/33',
    'registry.corp=10.0.0/8',
    'registry.corp=10.0.0.0/8/8',
    'registry.corp=10.0.0.0/',
    'registry.corp=fe80::1%eth0',
    'registry.corp=10.0.0.0/8,',
    'registry.corp/x=10.0.0.0/8',
    'bob@registry.corp=10.0.0.0/8',
    'registry.corp?x=10.0.0.0/8',
    'registry.corp:99999=10.0.0.0/8',
  ])('private registries: %s is refused', (text) => {
    expect(() => readPrivateHosts(text)).toThrow(expect.objectContaining({ code: 'bad_configuration' }));
  });

  it('private registries: none are none', () => {
    expect(readPrivateHosts('  ')).toEqual([]);
  });
});
