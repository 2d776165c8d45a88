import { createHash, createHmac } from 'node:crypto';
import { type SigningCredentials, signingKey, signingTime } from '../objects/signing-key.ts';

export interface PostToSign {
  /** without a query */
  url: URL;
  service: string;
  region: string;
  /** lower-case names; all of them are signed */
  headers: Readonly<Record<string, string>>;
  body: string;
  credentials: SigningCredentials;
  now: Date;
}

/** The headers of a signed POST, those given among them: AWS signature version 4. */
export function signPost(request: PostToSign): Record<string, string> {
  const { url, service, region, headers, body, credentials, now } = request;
  const time = signingTime(now);
  const scope = `${time.slice(0, 8)}/${region}/${service}/aws4_request`;
  const sent: Record<string, string> = { ...headers, host: url.host, 'x-amz-date': time };
  if (credentials.sessionToken !== undefined) sent['x-amz-security-token'] = credentials.sessionToken;
  const names = Object.keys(sent).sort();
  const lines = names.map((name) => `${name}:${sent[name]}\n`).join('');
  const signed = names.join(';');
  const canonical = ['POST', url.pathname, '', lines, signed, sha256(body)].join('\n');
  const text = ['AWS4-HMAC-SHA256', time, scope, sha256(canonical)].join('\n');
  const signature = createHmac('sha256', signingKey(credentials.secretAccessKey, scope)).update(text).digest('hex');
  const credential = `Credential=${credentials.accessKeyId}/${scope}`;
  const authorization = `AWS4-HMAC-SHA256 ${credential}, SignedHeaders=${signed}, Signature=${signature}`;
  return { ...sent, authorization };
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
