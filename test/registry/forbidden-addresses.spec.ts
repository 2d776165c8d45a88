import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseReference } from '../../functions/image/reference.ts';
import { addressPolicy } from '../../functions/network/address-policy.ts';
import { reachOf } from '../../functions/network/address-ranges.ts';
import { guardedDialer, type Resolve } from '../../functions/network/dialer.ts';
import { readPrivateHosts } from '../../functions/network/private-hosts.ts';
import { registryClient } from '../../functions/registry/client.ts';
import { handTiming } from './hand-timing.ts';
import { refusalFrom } from './local-client.ts';
import { type ScriptedRegistry, scriptedRegistry } from './scripted-registry.ts';

const answering =
  (...addresses: string[]): Resolve =>
  async () =>
    addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));

// Spellings of this machine, of private networks and of metadata services (threat S1).
const spellings = [
  '127.0.0.1',
  '127.0.0.2',
  '127.1',
  '127.0.1',
  '127.255.255.254',
  '2130706433.',
  '0x7f000001',
  '0x7f.0.0.1',
  '0x7f.1',
  '0177.0.0.1',
  '0177.0.0.01',
  '017700000001',
  '127.0.0.1.',
  '0.0.0.0',
  '0.',
  '0x0',
  '0.0.0.1',
  'localhost',
  'LOCALHOST',
  '[::1]',
  '[0:0:0:0:0:0:0:1]',
  '[0000:0000:0000:0000:0000:0000:0000:0001]',
  '[::]',
  '[::7f00:1]',
  '[::ffff:7f00:1]',
  '[::ffff:0:7f00:1]',
  '[0:0:0:0:0:ffff:7f00:0001]',
  '[::ffff:a9fe:a9fe]',
  '[::ffff:808:808]',
  '[64:ff9b::7f00:1]',
  '[64:ff9b::a9fe:a9fe]',
  '[64:ff9b:1::7f00:1]',
  '[2002:7f00:1::]',
  '[2002:a9fe:a9fe::]',
  '[2001:0:7f00:1::]',
  '[2001:db8::1]',
  '[3fff::1]',
  '[fe80::1]',
  '[fec0::1]',
  '[fc00::1]',
  '[fd00::1]',
  '[fd00:ec2::254]',
  '[fd20:ce::254]',
  '[ff02::1]',
  '[100::1]',
  '[4000::1]',
  '169.254.169.254',
  '169.254.170.2',
  '2852039166.',
  '0xa9fea9fe',
  '0xa9.0xfe.0xa9.0xfe',
  '0251.0376.0251.0376',
  '169.16689662',
  '10.0.0.1',
  '10.1',
  '172.16.0.1',
  '172.31.255.255',
  '192.168.0.1',
  '192.168.257',
  '100.64.0.1',
  '100.100.100.200',
  '168.63.129.16',
  '192.0.0.192',
  '192.0.2.1',
  '198.18.0.1',
  '224.0.0.1',
  '240.0.0.1',
  '255.255.255.255',
];

describe('forbidden addresses', () => {
  let sentinel: ScriptedRegistry;
  let port: string;
  beforeAll(async () => {
    sentinel = await scriptedRegistry();
    port = new URL(sentinel.url).port;
  });
  afterAll(() => sentinel.close());

  const clientOf = (resolve?: Resolve) =>
    // The sentinel's port is allowed, so that only the address can be what is refused.
    registryClient({
      policy: addressPolicy({ ports: [443, Number(port)] }),
      timing: handTiming(),
      ...(resolve && { resolve }),
    });

  it.each(spellings)('forbidden addresses: %s is not called', async (host) => {
    const client = clientOf();
    for (const registry of [`${host}:${port}`, host]) {
      const refusal = await refusalFrom(
        Promise.resolve().then(() => client.resolve({ registry, repository: 'app', tag: '1' })),
      );
      expect(refusal).toMatchObject({ code: 'forbidden_address' });
    }
    client.close();
    expect(sentinel.connections()).toBe(0);
  });

  it('forbidden addresses: a name that leads to one of them is not called, even if another of its addresses is public', async () => {
    const inward = [
      '127.0.0.1',
      '::1',
      '169.254.169.254',
      '10.0.0.1',
      '::ffff:127.0.0.1',
      'fd00:ec2::254',
      '64:ff9b::1',
    ];
    for (const address of inward) {
      for (const addresses of [[address], ['93.184.216.34', address], [address, '93.184.216.34']]) {
        const client = clientOf(answering(...addresses));
        const reference = parseReference(`registry.example.com:${port}/app`);
        await expect(client.resolve(reference)).rejects.toMatchObject({ code: 'forbidden_address' });
        client.close();
      }
    }
    expect(sentinel.connections()).toBe(0);
  });

  it('forbidden addresses: a resolver that changes its mind gains nothing, for what was checked is what is called', async () => {
    const asked: string[] = [];
    const called: string[] = [];
    const policy = addressPolicy({ ports: [Number(port)] });
    const dialer = guardedDialer({
      responseMs: 200,
      policy: {
        ...policy,
        checkAddress(url, trust, address) {
          called.push(address);
          policy.checkAddress(url, trust, address);
        },
      },
      // The first answer would be public, every later one is this machine.
      async resolve(host) {
        asked.push(host);
        return [asked.length === 1 ? { address: '203.0.114.1', family: 4 } : { address: '127.0.0.1', family: 4 }];
      },
    });
    const url = new URL(`https://rebinding.example.com:${port}/v2/`);
    const call = { trust: 'public' as const };
    await expect(dialer.get(url, call)).rejects.toMatchObject({ code: 'registry_unavailable' });
    await expect(dialer.get(url, call)).rejects.toMatchObject({ code: 'forbidden_address' });
    dialer.close();
    // One question and one check for each connection.
    expect(asked).toHaveLength(2);
    expect(called).toEqual(['203.0.114.1', '127.0.0.1']);
    expect(sentinel.connections()).toBe(0);
  });

  it('forbidden addresses: the local mode calls loopback by its own names only', async () => {
    const policy = addressPolicy({ loopback: true });
    const client = registryClient({ policy, timing: handTiming(), resolve: answering('127.0.0.1') });
    const absent = client.resolve(parseReference(`localhost:${port}/app`));
    await expect(absent).rejects.toMatchObject({ code: 'image_not_found' });
    expect(sentinel.connections()).toBe(1);
    for (const host of [`registry.example.com`, `localhost.example.com:${port}`, 'localhost.example.com']) {
      const refused = client.resolve(parseReference(`${host}/app`));
      await expect(refused).rejects.toMatchObject({ code: 'forbidden_address' });
    }
    client.close();
    expect(sentinel.connections()).toBe(1);
  });

  it('forbidden addresses: metadata services stay out of reach even of a list that names them', () => {
    const privateHosts = readPrivateHosts('meta.example.com=0.0.0.0/0,::/0');
    const policy = addressPolicy({ privateHosts });
    const url = new URL('https://meta.example.com/');
    expect(() => policy.checkAddress(url, 'private', '10.0.0.1')).not.toThrow();
    for (const address of ['169.254.169.254', 'fd00:ec2::254', '168.63.129.16', '::ffff:10.0.0.1']) {
      expect(() => policy.checkAddress(url, 'private', address)).toThrow(
        expect.objectContaining({ code: 'forbidden_address' }),
      );
    }
  });

  it.each([
    ['8.8.8.8', 'public'],
    ['2606:4700::1111', 'public'],
    ['172.32.0.1', 'public'],
    ['192.0.1.1', 'public'],
    ['172.16.0.0', 'private'],
    ['100.127.255.255', 'private'],
    ['fdff::1', 'private'],
    ['127.9.9.9', 'loopback'],
    ['::1', 'loopback'],
    ['fe80::1%eth0', 'never'],
    ['example.com', 'never'],
    ['', 'never'],
  ])('address ranges: %s is %s', (address, reach) => {
    expect(reachOf(address)).toBe(reach);
  });
});
