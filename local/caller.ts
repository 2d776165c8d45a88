import { createHash, timingSafeEqual } from 'node:crypto';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { anonymousPrincipal, localPrincipal, type Principal } from '../functions/access/principal.ts';
import { isLoopbackName } from './loopback.ts';

export interface LocalAccess {
  /** whether only this machine can reach the server */
  isLoopback: boolean;
  /** whether everyone who reaches it may do everything */
  isOpen: boolean;
  /** of server.json: who sends it as a bearer token may read the data directory anyway */
  secret: string;
}

/** Who calls a local server: its owner on loopback, or whoever knows the secret; all others may scan. */
export function localCaller(access: LocalAccess): (event: APIGatewayProxyEventV2) => Principal {
  const expected = digest(`Bearer ${access.secret}`);
  return ({ headers }) => {
    if (access.isOpen) return localPrincipal;
    // A web page whose name was made to lead here carries that name.
    if (access.isLoopback && (headers.host === undefined || isLoopbackName(headers.host))) return localPrincipal;
    const given = headers.authorization;
    return given !== undefined && timingSafeEqual(digest(given), expected) ? localPrincipal : anonymousPrincipal;
  };
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
