/** `scan` is open when the deployment allows anonymous scanning, `protected` always asks for an API key. */
export type RouteAccess = 'open' | 'scan' | 'protected';

/** Every route of the API. `$default` is kubesec's catch-all: any other path and method scans. */
export const routes: Readonly<Record<string, RouteAccess>> = {
  'ANY /healthz': 'open',
  'POST /scan': 'scan',
  'POST /scan/image': 'protected',
  'POST /': 'scan',
  $default: 'scan',
  'GET /scans': 'protected',
  'GET /scans/{id}': 'protected',
  'DELETE /scans/{id}': 'protected',
  'GET /images': 'protected',
  'GET /images/{digest}': 'protected',
  'DELETE /images/{digest}': 'protected',
  'GET /images/{digest}/history': 'protected',
  'GET /images/{digest}/diff': 'protected',
  'GET /diff': 'protected',
  'GET /cves': 'protected',
  'GET /cves/{id}': 'protected',
  'POST /rescans': 'protected',
  'GET /rescans': 'protected',
  'GET /rescans/{id}': 'protected',
  'GET /watches': 'protected',
  'POST /watches': 'protected',
  'GET /watches/{id}': 'protected',
  'DELETE /watches/{id}': 'protected',
  'GET /keys': 'protected',
  'POST /keys': 'protected',
  'POST /keys/bootstrap': 'protected',
  'GET /keys/{id}': 'protected',
  'DELETE /keys/{id}': 'protected',
  'POST /keys/{id}/rotate': 'protected',
  'GET /subscriptions': 'protected',
  'PUT /subscriptions/{name}': 'protected',
  'GET /subscriptions/{name}': 'protected',
  'DELETE /subscriptions/{name}': 'protected',
  'POST /subscriptions/{name}/rotate': 'protected',
  'POST /subscriptions/{name}/test': 'protected',
  'POST /subscriptions/{name}/replay': 'protected',
  'GET /subscriptions/{name}/deliveries': 'protected',
  'ANY /metrics': 'protected',
  'GET /docs': 'protected',
  'GET /openapi.json': 'protected',
};

/** The function behind a route: scans of manifests, everything that is kept, submitting scans of images. */
export type RouteTarget = 'manifest' | 'api' | 'submit';

const manifestPaths: readonly (string | undefined)[] = ['/', '/scan', '/healthz', '/metrics', '/docs', '/{proxy+}'];

export function targetOf(key: string): RouteTarget {
  const [, path] = key.split(' ');
  const plain = path?.replace(/^\/iam(?=\/)/, '');
  if (plain === '/scan/image') return 'submit';
  return plain === undefined || manifestPaths.includes(plain) ? 'manifest' : 'api';
}

/** Every route once more, for callers with an IAM signature; functions/api/under-iam.ts takes the prefix off. */
export const iamRoutes: readonly string[] = [
  'ANY /iam/{proxy+}',
  ...Object.keys(routes)
    .filter((key) => targetOf(key) !== 'manifest')
    .map((key) => key.replace(' ', ' /iam')),
];

/** With CORS: a catch-all that asks for a key would refuse a browser's preflight, which never has one. */
export const preflightRoutes: Readonly<Record<string, RouteAccess>> = {
  'OPTIONS /': 'open',
  'OPTIONS /{proxy+}': 'open',
};
