import { addressPolicy } from '../functions/network/address-policy.ts';
import type { PrivateHost } from '../functions/network/private-hosts.ts';
import { registryClient } from '../functions/registry/client.ts';

/** A client for whoever sits at this machine: registries on loopback are theirs. */
export const openClient = (privateHosts: readonly PrivateHost[]): ReturnType<typeof registryClient> =>
  registryClient({ policy: addressPolicy({ loopback: true, privateHosts }) });
