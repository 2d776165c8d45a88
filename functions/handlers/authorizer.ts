import type {
  APIGatewayRequestAuthorizerEventV2,
  APIGatewaySimpleAuthorizerResult,
  APIGatewaySimpleAuthorizerWithContextResult,
  Context,
} from 'aws-lambda';
import { type KeyContext, keyContext } from '../access/key-context.ts';
import { verifyKey } from '../access/verify-key.ts';
import { mayUse } from '../api/admit.ts';
import { DrydockError } from '../errors.ts';
import { dynamoClient } from '../storage/table/dynamo-client.ts';
import { processEnvironment } from './configuration.ts';
import { readKeyConfiguration } from './key-configuration.ts';
import { lambdaLog } from './lambda-log.ts';
import { openKeys } from './open-keys.ts';

const log = lambdaLog({ write: (line) => void process.stdout.write(line), clock: Date.now });
const deps = { ...openKeys(dynamoClient(), readKeyConfiguration(processEnvironment()), Date.now), log };

/** Lets callers with a key that is valid and enough for the route through, and tells the function who they are. Rejects, which the gateway answers 500, when that cannot be found out. */
export const handler = async (
  event: APIGatewayRequestAuthorizerEventV2,
  context: Context,
): Promise<APIGatewaySimpleAuthorizerResult | APIGatewaySimpleAuthorizerWithContextResult<KeyContext>> => {
  log.begin(context);
  try {
    const principal = await verifyKey(deps, event.headers?.authorization ?? '');
    if (mayUse(event.routeKey, principal)) return { isAuthorized: true, context: keyContext(principal) };
    log.info('key lacks the scope', { route: event.routeKey, key: principal.subject, tenant: principal.tenant });
    return { isAuthorized: false };
  } catch (error) {
    if (error instanceof DrydockError && error.code === 'unauthenticated') return { isAuthorized: false };
    log.error('key not checked', { route: event.routeKey, error });
    throw error;
  }
};
