import { addressPolicy } from '../../functions/network/address-policy.ts';
import { type RegistryClientDeps, registryClient } from '../../functions/registry/client.ts';
import type { RegistryClient } from '../../functions/registry/ports.ts';
import { handTiming } from './hand-timing.ts';

/** A client as the local mode has it, with time at a stand. */
export function localClient(deps: Partial<RegistryClientDeps> = {}): RegistryClient {
  return registryClient({ policy: addressPolicy({ loopback: true }), timing: handTiming(), ...deps });
}

/** The error a promise is rejected with; fails when it is not. */
export async function refusalFrom(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => {
      throw new Error('it was to be refused');
    },
    (error: unknown) => error,
  );
}
