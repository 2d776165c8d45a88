import { expect, test } from 'vitest';
import { parseListenAddress } from '../../../cli/commands/listen-address.ts';

test.each([
  ['8080', { host: '', port: 8080 }],
  [':8080', { host: '', port: 8080 }],
  ['127.0.0.1:808', { host: '127.0.0.1', port: 808 }],
  ['[::1]:65535', { host: '::1', port: 65_535 }],
  [':+80', { host: '', port: 80 }],
])('listen address: %s is understood', (text, address) => {
  expect(parseListenAddress(text)).toEqual(address);
});

// What kubesec prints for the same argument.
test.each([
  ['abc', 'invalid port: "abc"'],
  ['0', 'invalid port: "0"'],
  ['65536', 'invalid port: "65536"'],
  ['-1', 'invalid port: "-1"'],
  ['localhost:80', 'invalid IP address: "localhost"'],
  ['[fe80::1%eth0]:80', 'invalid IP address: "fe80::1%eth0"'],
  ['1:2:3', 'address 1:2:3: too many colons in address'],
  ['[::1]', 'address [::1]: missing port in address'],
  ['[::1', "address [::1: missing ']' in address"],
  ['[::1]x:80', 'address [::1]x:80: missing port in address'],
  ['[::1]:8:80', 'address [::1]:8:80: too many colons in address'],
  ['a[b]:80', "address a[b]:80: unexpected '[' in address"],
  ['b]:80', "address b]:80: unexpected ']' in address"],
  ['[[::1]:80', "address [[::1]:80: unexpected '[' in address"],
  ['[::1]:]', "address [::1]:]: unexpected ']' in address"],
])('listen address: %s is refused as kubesec refuses it', (text, message) => {
  expect(() => parseListenAddress(text)).toThrow(message);
});
