import { DrydockError } from '../../errors.ts';

// Registries whose tokens come from another host, by their own documentation.
const knownRealms: ReadonlyMap<string, string> = new Map([
  ['registry-1.docker.io', 'auth.docker.io'],
  ['registry.gitlab.com', 'gitlab.com'],
  ['registry.digitalocean.com', 'api.digitalocean.com'],
  ['nvcr.io', 'authn.nvidia.com'],
]);

export interface RealmRules {
  /** registry host -> host of its token server, besides the ones that are known */
  tokenHosts?: Readonly<Record<string, string>>;
}

/**
 * The token server a challenge names, if it may see what is to be sent there: credentials only go to the registry's own host
 * or the one known for it. Anyone may be asked for an anonymous token (the dialer still checks the address).
 * Throws DrydockError `forbidden_address`.
 */
export function tokenServer(realm: string, registry: URL, hasCredentials: boolean, rules: RealmRules): URL {
  const url = URL.parse(realm);
  if (url === null) refuse(registry, 'what it names as token server is no address');
  const own = new Map(Object.entries(rules.tokenHosts ?? {})).get(registry.host) ?? knownRealms.get(registry.host);
  // Plain http is spoken on loopback only, as the dialer sees to: both are programs of this machine.
  const isLocal = registry.protocol === 'http:' && url.protocol === 'http:';
  if (hasCredentials && !isLocal && url.host !== registry.host && url.host !== own) {
    refuse(registry, `credentials for it are not sent to ${url.host}, unless the configuration names that host`);
  }
  return url;
}

function refuse(registry: URL, reason: string): never {
  throw new DrydockError('forbidden_address', `${registry.host}: ${reason}`);
}
