import { createHash, timingSafeEqual } from 'node:crypto';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { anonymousPrincipal, localPrincipal, nobody, type Principal } from '../functions/access/principal.ts';
import { DrydockError } from '../functions/errors.ts';
import { isLoopbackName, isLoopbackOrigin } from './loopback.ts';

export interface LocalAccess {
  /** whether only this machine can reach the server */
  isLoopback: boolean;
  /** what callers without credentials may do: `open` everything, `keys` nothing, else what fits the address */
  mode: AccessMode | undefined;
  /** of server.json: who sends it as a bearer token may read the data directory anyway */
  secret: string;
  /** Who any other Authorization header speaks for. Rejects with DrydockError `unauthenticated`. */
  verify(authorization: string): Promise<Principal>;
}

/** `--open`, `--auth` */
export type AccessMode = 'open' | 'keys';

/** What two flags come to. Throws DrydockError `bad_configuration` for both. */
export function accessMode(isOpen: boolean, asksForKeys: boolean): AccessMode | undefined {
  if (isOpen && asksForKeys) throw new DrydockError('bad_configuration', '--open and --auth contradict each other');
  if (asksForKeys) return 'keys';
  return isOpen ? 'open' : undefined;
}

/**
 * Who calls a local server: whoever the credentials name, if any are brought; otherwise its owner on loopback, and elsewhere
 * somebody who may scan manifests.
 */
export function localCaller(access: LocalAccess): (event: APIGatewayProxyEventV2) => Principal | Promise<Principal> {
  const expected = digest(`Bearer ${access.secret}`);
  return ({ headers }) => {
    const given = headers.authorization;
    if (given !== undefined) {
      return timingSafeEqual(digest(given), expected) ? localPrincipal : access.verify(given);
    }
    if (access.mode === 'open') return localPrincipal;
    if (access.mode === 'keys') return nobody;
    return access.isLoopback && isFromHere(headers) ? localPrincipal : anonymousPrincipal;
  };
}

// A web page whose name was made to lead here carries that name; one that only sends its request here carries its origin.
const isFromHere = ({ host, origin }: APIGatewayProxyEventV2['headers']): boolean =>
  (host === undefined || isLoopbackName(host)) && (origin === undefined || isLoopbackOrigin(origin));

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
