import { isIP } from 'node:net';
import { DrydockError } from '../errors.ts';
import { holds, reachOf } from './address-ranges.ts';
import type { PrivateHost } from './private-hosts.ts';

/**
 * What the registry that was asked for is, and so where its redirects and token servers may lead: one on the internet never
 * into a private network, though a private one may store its layers on the internet.
 */
export type Trust = 'public' | 'private' | 'loopback';

export interface AddressSettings {
  privateHosts?: readonly PrivateHost[];
  /** a registry named localhost, 127.x.x.x or [::1] may be called, in plain http: for a server on someone's own machine */
  loopback?: boolean;
  /** ports of public registries; 443 alone when absent */
  ports?: readonly number[];
}

/** Every method but the first two throws DrydockError `forbidden_address`. */
export interface AddressPolicy {
  trustOf(url: URL): Trust;
  /** the base address of a registry as references name it */
  baseOf(registry: string): URL;
  /** scheme, port and, where the host is one, address */
  checkUrl(url: URL, trust: Trust): void;
  checkAddress(url: URL, trust: Trust, address: string): void;
}

export function addressPolicy(settings: AddressSettings = {}): AddressPolicy {
  const { privateHosts = [], loopback = false, ports = [443] } = settings;
  const rangesOf = (url: URL): PrivateHost['ranges'] =>
    privateHosts.filter(({ host }) => host === url.host).flatMap(({ ranges }) => ranges);
  const isLocal = (url: URL): boolean => loopback && isLoopbackName(hostOf(url));

  const checkAddress = (url: URL, trust: Trust, address: string): void => {
    const reach = reachOf(address);
    const isListed = trust !== 'public' && reach !== 'never' && rangesOf(url).some((range) => holds(range, address));
    const isOwn = trust === 'loopback' && reach === 'loopback' && isLocal(url);
    const isPublic = reach === 'public' && url.protocol === 'https:' && rangesOf(url).length === 0;
    if (!isListed && !isOwn && !isPublic) refuse(url, 'its address is neither public nor listed for it');
  };

  return {
    trustOf: (url) => (isLocal(url) ? 'loopback' : rangesOf(url).length > 0 ? 'private' : 'public'),
    baseOf(registry) {
      const host = registry === 'docker.io' ? 'registry-1.docker.io' : registry;
      const url = URL.parse(`https://${host}/v2/`);
      if (url === null) throw new DrydockError('bad_reference', 'the registry of this reference is no host name');
      return isLocal(url) ? new URL(`http://${host}/v2/`) : url;
    },
    checkUrl(url, trust) {
      const isOwn = trust === 'loopback' && isLocal(url);
      if (url.protocol !== 'https:' && !(isOwn && url.protocol === 'http:')) refuse(url, 'it is not https');
      if (url.username !== '' || url.password !== '') refuse(url, 'it holds a user name');
      const port = url.port === '' ? 443 : Number(url.port);
      if (!isOwn && rangesOf(url).length === 0 && !ports.includes(port)) refuse(url, `port ${port} is not allowed`);
      const host = hostOf(url);
      if (isIP(host) !== 0) checkAddress(url, trust, host);
    },
    checkAddress,
  };
}

/** The host without the brackets of an IPv6 address. */
function hostOf(url: URL): string {
  return url.hostname.startsWith('[') ? url.hostname.slice(1, -1) : url.hostname;
}

function isLoopbackName(host: string): boolean {
  return host === 'localhost' || (isIP(host) !== 0 && reachOf(host) === 'loopback');
}

function refuse(url: URL, reason: string): never {
  throw new DrydockError('forbidden_address', `${url.host} is not called: ${reason}`);
}
