import { addressPolicy } from '../../functions/network/address-policy.ts';
import { readPrivateHosts } from '../../functions/network/private-hosts.ts';
import { registryClient } from '../../functions/registry/client.ts';
import type { Environment } from '../terminal.ts';

/** A client for whoever sits at this machine: registries on loopback are theirs. Throws DrydockError `bad_configuration`. */
export const openClient = (environment: Environment): ReturnType<typeof registryClient> => {
  const privateHosts = readPrivateHosts(environment.DRYDOCK_PRIVATE_REGISTRIES ?? '');
  return registryClient({ policy: addressPolicy({ loopback: true, privateHosts }) });
};
