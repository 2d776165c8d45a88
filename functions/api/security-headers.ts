export type Host = 'local' | 'aws';

const everywhere: Readonly<Record<string, string>> = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};

/** Headers of every answer, unless the answer brings its own. */
export const securityHeaders = (host: Host): Readonly<Record<string, string>> =>
  host === 'aws' ? { ...everywhere, 'strict-transport-security': 'max-age=31536000; includeSubDomains' } : everywhere;
