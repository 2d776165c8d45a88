import { gunzipSync } from 'node:zlib';
import type { Answer } from '../../functions/api/answer.ts';

/** The body of an answer as text, whether it was packed or not. */
export function unzip({ body, headers, isBase64Encoded = false }: Answer): string {
  const bytes = Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8');
  return (headers['content-encoding'] === 'gzip' ? gunzipSync(bytes) : bytes).toString();
}
