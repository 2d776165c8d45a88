import { BlockList, isIP } from 'node:net';

/** What an address leads to: `never` holds metadata services and all that is no ordinary host, whatever a configuration says. */
export type Reach = 'public' | 'private' | 'loopback' | 'never';

/** An address range, `10.0.0.0/8` or a single address. Undefined when it is none. */
export function readCidr(text: string): BlockList | undefined {
  const [address = '', prefix, rest] = text.split('/');
  const family = isIP(address);
  const longest = family === 6 ? 128 : 32;
  const length = prefix === undefined ? longest : /^[0-9]{1,3}$/.test(prefix) ? Number(prefix) : Number.NaN;
  if (family === 0 || address.includes('%') || rest !== undefined || !(length <= longest)) return undefined;
  const list = new BlockList();
  list.addSubnet(address, length, family === 6 ? 'ipv6' : 'ipv4');
  return list;
}

/** Whether an address as node:net prints it lies in a range. */
export function holds(range: BlockList, address: string): boolean {
  return range.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
}

/** Of a text that is no address, or one with a zone: `never`. */
export function reachOf(address: string): Reach {
  const family = isIP(address);
  if (family === 0 || address.includes('%') || holds(family === 6 ? never6 : never4, address)) return 'never';
  if (holds(loopback, address)) return 'loopback';
  if (holds(nonPublic, address)) return 'private';
  // Of IPv6 only the part that is given out as global unicast is public: whatever else comes up is not.
  return family === 4 || holds(globalUnicast, address) ? 'public' : 'never';
}

function ranges(...cidrs: string[]): BlockList {
  const list = new BlockList();
  for (const cidr of cidrs) {
    const [address, prefix] = cidr.split('/') as [string, string];
    list.addSubnet(address, Number(prefix), isIP(address) === 6 ? 'ipv6' : 'ipv4');
  }
  return list;
}

const loopback = ranges('127.0.0.0/8', '::1/128');
const nonPublic = ranges('10.0.0.0/8', '100.64.0.0/10', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7');
const globalUnicast = ranges('2000::/3');

// IANA's registries of special-purpose addresses (RFC 6890 and later), and where clouds keep credentials.
const never4 = ranges(
  '0.0.0.0/8', // this network
  '169.254.0.0/16', // link-local: metadata of AWS, Google, Azure …
  '192.0.0.0/24', // protocol assignments: metadata of Oracle
  '192.0.2.0/24', // documentation
  '192.88.99.0/24', // 6to4 relays
  '198.18.0.0/15', // benchmarking
  '198.51.100.0/24', // documentation
  '203.0.113.0/24', // documentation
  '224.0.0.0/4', // multicast
  '240.0.0.0/4', // reserved, broadcast
  '100.100.100.200/32', // metadata of Alibaba
  '168.63.129.16/32', // Azure's host agent
);
// A list of its own: node:net takes an IPv4 address for one of ::ffff:0:0/96 too.
const never6 = ranges(
  '::ffff:0:0/96', // IPv4 in IPv6
  '64:ff9b::/96', // NAT64
  '64:ff9b:1::/48',
  '2001::/23', // protocol assignments, Teredo among them
  '2001:db8::/32', // documentation
  '2002::/16', // 6to4
  '3fff::/20', // documentation
  'fe80::/10', // link-local
  'fec0::/10', // site-local, long given up
  'ff00::/8', // multicast
  'fd00:ec2::/32', // metadata of AWS
  'fd20:ce::/32', // metadata of Google
);
