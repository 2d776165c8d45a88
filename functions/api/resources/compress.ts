import { Buffer } from 'node:buffer';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { MiddlewareObj } from '@middy/core';
import { type Answer, withHeaders } from '../answer.ts';
import type { Call } from '../call.ts';

const pack = promisify(gzip);
/** Less fits into one packet as it is. */
const leastBytes = 1_400;

/** Packs larger answers for clients that take gzip. */
export const compress = (): MiddlewareObj<Call, Answer> => ({
  async after(request) {
    const answer = request.response;
    if (answer === null || answer === undefined || answer.body.length < leastBytes) return;
    const varied = withHeaders(answer, { vary: 'accept-encoding' });
    request.response = takesGzip(request.event.event.headers['accept-encoding'])
      ? { ...withHeaders(varied, { 'content-encoding': 'gzip' }), ...(await packed(answer.body)) }
      : varied;
  },
});

const packed = async (body: string): Promise<Pick<Answer, 'body' | 'isBase64Encoded'>> => ({
  body: (await pack(Buffer.from(body))).toString('base64'),
  isBase64Encoded: true,
});

/** Reads Accept-Encoding (RFC 9110): a weight of 0 refuses, and `*` stands for what is not named. */
function takesGzip(accept = ''): boolean {
  const weights = new Map(
    accept.split(',').map((part) => {
      const [name = '', ...parameters] = part.split(';').map((text) => text.trim().toLowerCase());
      const weight = parameters.find((text) => text.startsWith('q='))?.slice(2) ?? '1';
      return [name, Number(weight)] as const;
    }),
  );
  return (weights.get('gzip') ?? weights.get('x-gzip') ?? weights.get('*') ?? 0) > 0;
}
