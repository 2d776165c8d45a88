import { Readable } from 'node:stream';
import { formatPlatform } from '../image/platform.ts';
import type { ImageReference } from '../image/reference.ts';
import type { AddressPolicy } from '../network/address-policy.ts';
import { guardedDialer, type Resolve } from '../network/dialer.ts';
import { fetchArtifactDocument } from './artifact-document.ts';
import { authorizations, pullerKey } from './authorizations.ts';
import { blobTransfer } from './blob-transfer.ts';
import { pacedDialer } from './host-pace.ts';
import { knownDocuments } from './known-documents.ts';
import { defaultRegistryLimits, type RegistryLimits } from './limits.ts';
import type { ArtifactClient, BlobOptions, Descriptor, EcrCredentials, RegistryClient } from './ports.ts';
import { recentRefusals } from './recent-refusals.ts';
import { openRepository, type RepositoryDeps } from './repository.ts';
import { resolveImage } from './resolve-image.ts';
import { systemTiming, type Timing } from './timing.ts';
import type { RealmRules } from './token-realm.ts';
import { transferTurns } from './transfer-turns.ts';

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
  const guarded = guardedDialer({
    policy,
    responseMs: limits.responseMs,
    ...(deps.resolve && { resolve: deps.resolve }),
    ...(deps.authorities && { authorities: deps.authorities }),
  });
  const dialer = pacedDialer(guarded, timing, limits);
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
  const known = knownDocuments();
  const turns = transferTurns(limits.transfers);
  const transfer = async function* (
    { registry, repository: name }: ImageReference,
    blob: Descriptor,
    options: BlobOptions,
  ): AsyncGenerator<Buffer> {
    const repository = openRepository(repositoryDeps, { registry, repository: name }, options.credentials);
    const bytes = blobTransfer({ repository, limits, timing }, blob, options);
    try {
      yield* turns.inTurn(registry, options.signal, bytes);
    } catch (error) {
      refusals.note(pullerKey(registry, '', options.credentials), blob.digest, error);
      throw error;
    }
  };

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
        const owner = pullerKey(reference.registry, reference.repository, credentials);
        return await resolveImage({ repository, limits, timing, signal, known, puller: owner }, reference, platform);
      } catch (error) {
        refusals.note(puller, question, error);
        throw error;
      }
    },
    openBlob: ({ reference }, blob, options = {}) =>
      Readable.from(transfer(reference, blob, options), { objectMode: false }),
    async openArtifact(reference, { credentials, signal } = {}) {
      const repository = openRepository(repositoryDeps, reference, credentials);
      const { digest, layer } = await fetchArtifactDocument({ repository, limits, timing, signal }, reference);
      return {
        digest,
        mediaType: layer.mediaType,
        size: layer.size,
        layer: Readable.from(transfer(reference, layer, { credentials, signal }), { objectMode: false }),
      };
    },
    close: () => dialer.close(),
  };
}
