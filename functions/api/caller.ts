import type { APIGatewayEventRequestContextIAMAuthorizer, APIGatewayProxyEventV2 } from 'aws-lambda';
import { isKeyContext, principalOfContext } from '../access/key-context.ts';
import { anonymousPrincipal, iamPrincipal, nobody, type Principal } from '../access/principal.ts';

interface Authorizer extends Partial<APIGatewayEventRequestContextIAMAuthorizer> {
  /** what the Lambda authorizer said about a valid key */
  lambda?: unknown;
}

export interface GatewayAccess {
  anonymousScan: boolean;
  /** Who an Authorization header speaks for. Rejects with DrydockError `unauthenticated`. */
  verify(authorization: string): Promise<Principal>;
}

/**
 * Who calls through the gateway: the identity that one of its authorizers found. On a route without one a header is checked
 * here; whoever brings none is nobody in particular.
 */
export const gatewayCaller =
  ({ anonymousScan, verify }: GatewayAccess) =>
  ({ requestContext, headers }: APIGatewayProxyEventV2): Principal | Promise<Principal> => {
    const { authorizer } = requestContext as { authorizer?: Authorizer };
    const arn = authorizer?.iam?.userArn;
    if (typeof arn === 'string' && arn !== '') return iamPrincipal(arn);
    if (isKeyContext(authorizer?.lambda)) return principalOfContext(authorizer.lambda);
    if (headers.authorization !== undefined) return verify(headers.authorization);
    return anonymousScan ? anonymousPrincipal : nobody;
  };
