import { ECRClient } from '@aws-sdk/client-ecr';
import { addressPolicy } from '../network/address-policy.ts';
import { sdkEcrCredentials } from '../registry/auth/sdk-ecr-credentials.ts';
import { registryClient } from '../registry/client.ts';
import type { RegistrySettings } from './image-configuration.ts';

/** A client of public registries, of the private ones that were listed, and of ECR by the role of this function. */
export const openRegistry = ({ privateHosts, ecrRegistries }: RegistrySettings): ReturnType<typeof registryClient> =>
  registryClient({
    policy: addressPolicy({ privateHosts }),
    ecrCredentials: sdkEcrCredentials({
      registries: ecrRegistries,
      clientFor: (region) => new ECRClient({ region, maxAttempts: 2 }),
      clock: Date.now,
    }),
  });
