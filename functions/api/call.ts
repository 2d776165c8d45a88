import { Buffer } from 'node:buffer';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type { Principal } from '../access/principal.ts';

/** A request on its way through the app: the event with what was found out about it. */
export interface Call {
  readonly event: APIGatewayProxyEventV2;
  readonly requestId: string;
  readonly principal: Principal;
  /** values of `{…}` in the route's path */
  readonly params: Readonly<Record<string, string>>;
}

/** The bytes a client sent, whichever of its two forms the gateway chose for them. */
export const bodyBytes = (event: APIGatewayProxyEventV2): Uint8Array =>
  Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8');
