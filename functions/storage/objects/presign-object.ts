import { createHash, createHmac } from 'node:crypto';
import { type SigningCredentials, signingKey, signingTime } from './signing-key.ts';

export interface PresignRequest {
  /** of the object, without a query */
  url: URL;
  region: string;
  credentials: SigningCredentials;
  /** seconds that it is good for */
  expires: number;
  now: Date;
}

/** A URL that gets an object of S3: AWS signature version 4 in the query. */
export function presignObject({ url, region, credentials, expires, now }: PresignRequest): string {
  const time = signingTime(now);
  const scope = `${time.slice(0, 8)}/${region}/s3/aws4_request`;
  const query = new Map([
    ['X-Amz-Algorithm', 'AWS4-HMAC-SHA256'],
    ['X-Amz-Credential', `${credentials.accessKeyId}/${scope}`],
    ['X-Amz-Date', time],
    ['X-Amz-Expires', String(expires)],
  ]);
  if (credentials.sessionToken !== undefined) query.set('X-Amz-Security-Token', credentials.sessionToken);
  query.set('X-Amz-SignedHeaders', 'host');
  const search = [...query].map(([name, value]) => `${name}=${encode(value)}`).join('&');
  const canonical = ['GET', url.pathname, search, `host:${url.host}`, '', 'host', 'UNSIGNED-PAYLOAD'].join('\n');
  const digest = createHash('sha256').update(canonical).digest('hex');
  const text = ['AWS4-HMAC-SHA256', time, scope, digest].join('\n');
  const signature = createHmac('sha256', signingKey(credentials.secretAccessKey, scope)).update(text).digest('hex');
  return `${url.origin}${url.pathname}?${search}&X-Amz-Signature=${signature}`;
}

const encode = (text: string): string =>
  encodeURIComponent(text).replaceAll(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
