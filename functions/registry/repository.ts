import type { IncomingMessage } from 'node:http';
import { DrydockError } from '../errors.ts';
import type { ImageReference } from '../image/reference.ts';
import type { AddressPolicy } from '../network/address-policy.ts';
import { type Authorizations, pullerKey } from './auth/authorizations.ts';
import { readChallenges } from './auth/challenge.ts';
import { ecrRegistryOf } from './auth/ecr-registry.ts';
import { basicOf, fetchToken, type Token, type TokenDeps } from './auth/fetch-token.ts';
import { type Followed, followRedirects } from './follow-redirects.ts';
import type { EcrCredentials, RegistryCredentials } from './ports.ts';
import { type Asked, refusalOf } from './refusals.ts';

export interface RepositoryDeps extends TokenDeps {
  policy: AddressPolicy;
  authorizations: Authorizations;
  ecrCredentials?: EcrCredentials | undefined;
}

export interface RepositoryRequest {
  /** below the repository: `manifests/latest`, `blobs/sha256:…` */
  path: string;
  asked: Asked;
  headers?: Readonly<Record<string, string>>;
  signal?: AbortSignal | undefined;
}

/** One repository as one caller may read it. */
export interface Repository {
  /** An answer of status 200 or 206, or 304 when the request has `if-none-match`. Rejects with what any other means. */
  get(request: RepositoryRequest): Promise<Followed>;
}

const never = Number.POSITIVE_INFINITY;

export function openRepository(
  deps: RepositoryDeps,
  { registry, repository }: Pick<ImageReference, 'registry' | 'repository'>,
  given: RegistryCredentials | undefined,
): Repository {
  const { policy, dialer, limits, timing } = deps;
  const base = policy.baseOf(registry);
  const trust = policy.trustOf(base);
  const key = pullerKey(registry, repository, given);

  const send = (request: RepositoryRequest, authorization: string | undefined): Promise<Followed> => {
    const headers = { ...request.headers, ...(authorization !== undefined && { authorization }) };
    const url = new URL(`${repository}/${request.path}`, base);
    return followRedirects(dialer, url, { trust, headers, signal: request.signal }, limits.redirects);
  };

  const authorize = async (refused: IncomingMessage, signal: AbortSignal | undefined): Promise<Token | undefined> => {
    const ecr = given === undefined ? ecrRegistryOf(registry) : undefined;
    const credentials = ecr === undefined ? given : await deps.ecrCredentials?.(ecr, signal);
    const challenges = readChallenges(refused.headers['www-authenticate']);
    const bearer = challenges.find(({ scheme }) => scheme === 'bearer');
    if (credentials?.token !== undefined) return { authorization: `Bearer ${credentials.token}`, expires: never };
    if (bearer !== undefined) {
      return fetchToken(deps, { challenge: bearer, registry: base, repository, trust, credentials, signal });
    }
    const basic = challenges.some(({ scheme }) => scheme === 'basic') ? basicOf(credentials) : undefined;
    // Short-lived as Amazon's are: asked for again before they end.
    return basic === undefined ? undefined : { authorization: basic, expires: timing.epoch() + 3_600_000 };
  };

  return {
    async get(request) {
      let followed = await send(request, deps.authorizations.find(key));
      if (followed.answer.statusCode === 401 && followed.url.origin === base.origin) {
        followed.answer.destroy();
        deps.authorizations.forget(key);
        const token = await authorize(followed.answer, request.signal);
        if (token !== undefined) {
          followed = await send(request, token.authorization);
          if (followed.answer.statusCode !== 401) deps.authorizations.keep(key, token);
        }
      }
      const { answer, url } = followed;
      if (answer.statusCode === 200 || answer.statusCode === 206) return followed;
      if (answer.statusCode === 304 && request.headers?.['if-none-match'] !== undefined) return followed;
      answer.destroy();
      // A signed address of a storage may have run out: the registry gives a new one.
      if (url.origin !== base.origin && (answer.statusCode ?? 0) < 429) {
        throw new DrydockError(
          'registry_unavailable',
          `${url.host}, where ${registry} keeps its layers, refuses (status ${answer.statusCode})`,
        );
      }
      throw refusalOf(answer, registry, request.asked, timing.epoch(), limits.retryAfterSeconds);
    },
  };
}
