import { DrydockError } from '../../errors.ts';
import type { Trust } from '../../network/address-policy.ts';
import type { Dialer } from '../../network/dialer.ts';
import { readBody } from '../documents/read-body.ts';
import type { RegistryLimits } from '../limits.ts';
import type { RegistryCredentials } from '../ports.ts';
import { refusalOf } from '../refusals.ts';
import type { Timing } from '../timing.ts';
import type { Challenge } from './challenge.ts';
import { type RealmRules, tokenServer } from './token-realm.ts';

export interface TokenDeps {
  dialer: Dialer;
  limits: RegistryLimits;
  timing: Timing;
  realms: RealmRules;
}

export interface TokenRequest {
  challenge: Challenge;
  registry: URL;
  repository: string;
  trust: Trust;
  credentials: RegistryCredentials | undefined;
  signal: AbortSignal | undefined;
}

export interface Token {
  authorization: string;
  /** milliseconds since 1970 */
  expires: number;
}

/** A bearer token to pull one repository, by the token flow of the distribution project. A token server does not redirect. */
export async function fetchToken(deps: TokenDeps, request: TokenRequest): Promise<Token> {
  const { dialer, limits, timing } = deps;
  const { challenge, registry, trust, credentials, signal } = request;
  const basic = basicOf(credentials);
  const url = tokenServer(challenge.parameters.get('realm') ?? '', registry, basic !== undefined, deps.realms);
  const service = challenge.parameters.get('service');
  if (service !== undefined) url.searchParams.set('service', service);
  url.searchParams.set('scope', pullScope(challenge.parameters.get('scope'), request.repository));
  const answer = await dialer.get(url, { trust, signal, headers: basic === undefined ? {} : { authorization: basic } });
  if (answer.statusCode !== 200) {
    answer.destroy();
    throw refusalOf(answer, url.host, 'token', timing.epoch(), limits.retryAfterSeconds);
  }
  return readToken(await readBody(answer, url, limits.tokenBytes), url, timing.epoch());
}

/** The Authorization header for user and password. */
export function basicOf(credentials: RegistryCredentials | undefined): string | undefined {
  const { username, password } = credentials ?? {};
  if (username === undefined && password === undefined) return undefined;
  return `Basic ${Buffer.from(`${username ?? ''}:${password ?? ''}`).toString('base64')}`;
}

// A registry may know the repository by another name than ours, but it gets no token that does more than pull.
function pullScope(offered: string | undefined, repository: string): string {
  return offered !== undefined && /^repository:[^\s,]+:pull$/.test(offered) ? offered : `repository:${repository}:pull`;
}

function readToken(body: Buffer, url: URL, epoch: number): Token {
  const fields = readFields(body);
  const token = fields.token ?? fields.access_token;
  if (typeof token !== 'string' || !/^[\x21-\x7e]+$/.test(token)) {
    throw new DrydockError('registry_unavailable', `${url.host} answers without a token`);
  }
  const seconds = typeof fields.expires_in === 'number' && fields.expires_in > 0 ? fields.expires_in : 60;
  return { authorization: `Bearer ${token}`, expires: epoch + seconds * 1_000 };
}

function readFields(body: Buffer): { token?: unknown; access_token?: unknown; expires_in?: unknown } {
  try {
    return JSON.parse(body.toString()) ?? {};
  } catch {
    return {};
  }
}
