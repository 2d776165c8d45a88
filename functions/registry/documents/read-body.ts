import type { IncomingMessage } from 'node:http';
import { DrydockError } from '../../errors.ts';
import { unavailable } from '../../network/dialer.ts';

/** The whole body. Rejects with DrydockError `image_too_large` past `most` bytes, `registry_unavailable` when it breaks off. */
export async function readBody(answer: IncomingMessage, url: URL, most: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of answer as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes > most)
        throw new DrydockError('image_too_large', `${url.host} sends more than the ${most} bytes allowed here`);
      chunks.push(chunk);
    }
  } catch (error) {
    throw unavailable(url, error);
  } finally {
    answer.destroy();
  }
  return Buffer.concat(chunks, bytes);
}
