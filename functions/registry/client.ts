import type { Readable } from 'node:stream';
import { formatPlatform } from '../image/platform.ts';
import type { ImageReference } from '../image/reference.ts';
import type { AddressPolicy } from '../network/address-policy.ts';
import { guardedDialer, type Resolve } from '../network/dialer.ts';
import { authorizations, pullerKey } from './auth/authorizations.ts';
import type { RealmRules } from './auth/token-realm.ts';
import { fetchArtifactDocument } from './documents/artifact-document.ts';
import type { Resolving } from './documents/fetch-document.ts';
import { knownDocuments } from './documents/known-documents.ts';
import { pacedDialer } from './host-pace.ts';
import { defaultRegistryLimits, type RegistryLimits } from './limits.ts';
import type {
  ArtifactClient,
  BlobOptions,
  Descriptor,
  EcrCredentials,
  RegistryClient,
  ResolveOptions,
} from './ports.ts';
import { recentRefusals } from './recent-refusals.ts';
import { openRepository, type RepositoryDeps } from './repository.ts';
import { resolveChanged, resolveImage } from './resolve-image.ts';
import { systemTiming, type Timing } from './timing.ts';
import { transferBlob } from './transfers/blob-transfer.ts';
import { readWhenAsked } from './transfers/read-when-asked.ts';
import { transferTurns } from './transfers/transfer-turns.ts';

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
  const open = ({ registry, repository: name }: ImageReference, blob: Descriptor, options: BlobOptions): Readable =>
    readWhenAsked(async (hand, left) => {
      const repository = openRepository(repositoryDeps, { registry, repository: name }, options.credentials);
      const signal = options.signal === undefined ? left : AbortSignal.any([options.signal, left]);
      const transfer = (): Promise<void> =>
        transferBlob({ repository, limits, timing }, blob, { ...options, signal }, hand);
      try {
        await turns.inTurn(registry, signal, transfer);
      } catch (error) {
        refusals.note(pullerKey(registry, '', options.credentials), blob.digest, error);
        throw error;
      }
    });

  const asking = async <T>(
    reference: ImageReference,
    { platform, credentials, signal }: ResolveOptions,
    ask: (resolving: Resolving) => Promise<T>,
  ): Promise<T> => {
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
      return await ask({ repository, limits, timing, signal, known, puller: owner });
    } catch (error) {
      refusals.note(puller, question, error);
      throw error;
    }
  };

  return {
    resolve: (reference, options = {}) =>
      asking(reference, options, (resolving) => resolveImage(resolving, reference, options.platform)),
    resolveChanged: (reference, known, options = {}) =>
      asking(reference, options, (resolving) => resolveChanged(resolving, reference, known, options.platform)),
    openBlob: ({ reference }, blob, options = {}) => open(reference, blob, options),
    async openArtifact(reference, { credentials, signal } = {}) {
      const repository = openRepository(repositoryDeps, reference, credentials);
      const { digest, layer } = await fetchArtifactDocument({ repository, limits, timing, signal }, reference);
      return {
        digest,
        mediaType: layer.mediaType,
        size: layer.size,
        layer: open(reference, layer, { credentials, signal }),
      };
    },
    close: () => dialer.close(),
  };
}
