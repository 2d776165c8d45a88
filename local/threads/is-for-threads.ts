import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { cleanPath } from '../../functions/api/clean-path.ts';
import { findRoute } from '../../functions/api/find-route.ts';

/** Whether any thread can answer a request: scans of manifests by callers who show no credentials. All else is the main thread's. */
export function isForThreads({ rawPath, headers, requestContext }: APIGatewayProxyEventV2): boolean {
  if (headers.authorization !== undefined || cleanPath(rawPath) !== rawPath) return false;
  const found = findRoute(requestContext.http.method, rawPath);
  return found.kind === 'route' && found.route.handler === 'scan';
}
