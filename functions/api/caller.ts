import type { APIGatewayEventRequestContextIAMAuthorizer, APIGatewayProxyEventV2 } from 'aws-lambda';
import { anonymousPrincipal, iamPrincipal, type Principal } from '../access/principal.ts';

type Authorizer = Partial<APIGatewayEventRequestContextIAMAuthorizer>;

/** Who calls through the gateway: the identity its IAM authorizer found, otherwise nobody in particular. */
export function gatewayCaller(event: APIGatewayProxyEventV2, anonymousScan: boolean): Principal {
  const { authorizer } = event.requestContext as { authorizer?: Authorizer };
  const arn = authorizer?.iam?.userArn;
  if (typeof arn === 'string' && arn !== '') return iamPrincipal(arn);
  return anonymousScan ? anonymousPrincipal : { ...anonymousPrincipal, scopes: [] };
}
