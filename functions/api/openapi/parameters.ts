import type { Parameter } from './operation.ts';

export const query = (says: string, schema?: object): Parameter => ({ in: 'query', says, ...(schema && { schema }) });
export const header = (says: string): Parameter => ({ in: 'header', says });

/** Of a listing. */
export const pageParameters = {
  limit: query('how many on a page, 20 when absent', { type: 'integer', minimum: 1, maximum: 100 }),
  cursor: query('`nextCursor` of the page before'),
} as const;

/** Of a scan of manifests. */
export const manifestParameters = {
  rule: query('only this rule; may be repeated'),
  exclude: query('all rules but this one; may be repeated'),
  profile: query('`kubesec` when absent', { enum: ['kubesec', 'strict'] }),
  'min-score': query('422 when a document is invalid or scores less', { type: 'integer' }),
  format: query('`json` when absent', { enum: ['json', 'sarif', 'junit', 'table', 'markdown'] }),
  'in-toto': query('as kubesec takes it'),
} as const;

/** Of a scan of an image that is done. */
export const viewParameters = {
  severity: query('only these, parted by commas'),
  'ignore-unfixed': query('only findings that an update removes', { enum: ['true', 'false', ''] }),
  'pkg-types': query('only these, parted by commas: `os`, `library`'),
  format: query('`json` when absent', { enum: ['json', 'trivy', 'sarif', 'table', 'markdown'] }),
  'fail-on': query('422 with the same body when there is a finding of these, or nothing can be said about the image'),
  limit: query('findings on a page, 1000 when absent', { type: 'integer', minimum: 1, maximum: 10_000 }),
  cursor: query('`nextCursor` of the page before'),
} as const;

/** Of a request for a scan of an image, where there is no JSON body. */
export const submitParameters = {
  image: query('a reference such as `nginx:1.27`'),
  platform: query('`linux/amd64` when absent'),
  fresh: query('scan even if it was scanned with this database', { enum: ['true', 'false', ''] }),
  scanners: query('parted by commas: `vuln`, `secret`, `misconfig`, `license`'),
} as const;

export const listScansParameters = {
  kind: query('`manifest` when absent', { enum: ['manifest', 'image'] }),
  object: query('of manifests: `Pod/web.default`'),
  image: query('of images: a reference, or a repository for all its tags'),
  ...pageParameters,
} as const;

/** Of a link that this server signed. */
export const linkParameters = {
  key: query('of the link'),
  expires: query('of the link'),
  signature: query('of the link'),
} as const;

export const tenantParameter = { tenant: query('another than the own: for admins of the default tenant') } as const;
