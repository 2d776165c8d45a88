import { addressPolicy } from '../../functions/registry/address-policy.ts';
import { registryClient } from '../../functions/registry/client.ts';
import { readPrivateRegistries } from '../../functions/registry/private-registries.ts';
import type { Environment } from '../terminal.ts';

/** A client for whoever sits at this machine: registries on loopback are theirs. Throws DrydockError `bad_configuration`. */
export const openClient = (environment: Environment): ReturnType<typeof registryClient> => {
  const privateRegistries = readPrivateRegistries(environment.DRYDOCK_PRIVATE_REGISTRIES ?? '');
  return registryClient({ policy: addressPolicy({ loopback: true, privateRegistries }) });
};
