import { Readable } from 'node:stream';
import { formatPlatform } from '../image/platform.ts';
import type { AddressPolicy } from './address-policy.ts';
import { fetchArtifactDocument } from './artifact-document.ts';
import { authorizations, pullerKey } from './authorizations.ts';
import { blobTransfer } from './blob-transfer.ts';
import { guardedDialer, type Resolve } from './dialer.ts';
import { defaultRegistryLimits, type RegistryLimits } from './limits.ts';
import type { ArtifactClient, EcrCredentials, RegistryClient } from './ports.ts';
import { recentRefusals } from './recent-refusals.ts';
import { openRepository, type RepositoryDeps } from './repository.ts';
import { resolveImage } from './resolve-image.ts';
import { systemTiming, type Timing } from './timing.ts';
import type { RealmRules } from './token-realm.ts';

export interface RegistryClientDeps extends RealmRules {
  /** which addresses may be called; addressPolicy() for public registries alone */
  policy: AddressPolicy;
  /** the system's resolver when absent */
  resolve?: Resolve;
  /** certificates of authorities (PEM) that are trusted besides the well-known ones */
  authorities?: readonly string[];
  ecrCredentials?: EcrCredentials;
  limits?: Partial<RegistryLimits>;
  timing?: Timing;
}

/** A client of OCI and Docker registries that reaches allowed addresses only and believes no byte it did not verify. */
export function registryClient(deps: RegistryClientDeps): RegistryClient & ArtifactClient {
  const { policy, timing = systemTiming } = deps;
  const limits = { ...defaultRegistryLimits, ...deps.limits };
  const dialer = guardedDialer({
    policy,
    responseMs: limits.responseMs,
    ...(deps.resolve && { resolve: deps.resolve }),
    ...(deps.authorities && { authorities: deps.authorities }),
  });
  const repositoryDeps: RepositoryDeps = {
    policy,
    dialer,
    limits,
    timing,
    realms: deps.tokenHosts === undefined ? {} : { tokenHosts: deps.tokenHosts },
    authorizations: authorizations(timing.epoch),
    ecrCredentials: deps.ecrCredentials,
  };
  const refusals = recentRefusals(timing, limits.refusalMs);

  return {
    async resolve(reference, { platform, credentials, signal } = {}) {
      const puller = pullerKey(reference.registry, '', credentials);
      const question = [
        reference.repository,
        reference.digest ?? reference.tag,
        platform && formatPlatform(platform),
      ].join(' ');
      refusals.check(puller, question);
      try {
        const repository = openRepository(repositoryDeps, reference, credentials);
        return await resolveImage({ repository, limits, timing, signal }, reference, platform);
      } catch (error) {
        refusals.note(puller, question, error);
        throw error;
      }
    },
    openBlob({ reference }, blob, options = {}) {
      const repository = openRepository(repositoryDeps, reference, options.credentials);
      return Readable.from(blobTransfer({ repository, limits, timing }, blob, options), { objectMode: false });
    },
    async openArtifact(reference, { credentials, signal } = {}) {
      const repository = openRepository(repositoryDeps, reference, credentials);
      const fetching = { repository, limits, timing };
      const { digest, layer } = await fetchArtifactDocument({ ...fetching, signal }, reference);
      return {
        digest,
        mediaType: layer.mediaType,
        size: layer.size,
        layer: Readable.from(blobTransfer(fetching, layer, { signal }), { objectMode: false }),
      };
    },
    close: () => dialer.close(),
  };
}
