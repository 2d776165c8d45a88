import { isIP } from 'node:net';
import { UsageError } from '../arguments/usage-error.ts';
import { quote } from '../go-format/quote.ts';

const problem = (address: string, text: string): UsageError => new UsageError(`address ${address}: ${text}`);

/** Go's net.SplitHostPort: `host:port` or `[host]:port`. */
const splitHostPort = (address: string): { host: string; port: string } => {
  const colon = address.lastIndexOf(':');
  const port = address.slice(colon + 1);
  if (!address.startsWith('[')) {
    const host = address.slice(0, colon);
    if (host.includes(':')) throw problem(address, 'too many colons in address');
    if (address.includes('[')) throw problem(address, "unexpected '[' in address");
    if (address.includes(']')) throw problem(address, "unexpected ']' in address");
    return { host, port };
  }
  const end = address.indexOf(']');
  if (end < 0) throw problem(address, "missing ']' in address");
  if (end + 1 === address.length) throw problem(address, 'missing port in address');
  if (end + 1 !== colon) {
    throw problem(address, address[end + 1] === ':' ? 'too many colons in address' : 'missing port in address');
  }
  if (address.indexOf('[', 1) >= 0) throw problem(address, "unexpected '[' in address");
  if (address.indexOf(']', end + 1) >= 0) throw problem(address, "unexpected ']' in address");
  return { host: address.slice(1, end), port };
};

const parsePort = (text: string): number => {
  const port = /^[+-]?\d{1,10}$/.test(text) ? Number(text) : 0;
  if (port < 1 || port > 65_535) throw new UsageError(`invalid port: ${quote(text)}`);
  return port;
};

/** Reads `port`, `:port`, `ip:port` or `[ipv6]:port`; the host is empty for every address. Throws UsageError. */
export const parseListenAddress = (address: string): { host: string; port: number } => {
  const { host, port } = splitHostPort(address.includes(':') ? address : `:${address}`);
  if (host !== '' && (isIP(host) === 0 || host.includes('%'))) {
    throw new UsageError(`invalid IP address: ${quote(host)}`);
  }
  return { host, port: parsePort(port) };
};
