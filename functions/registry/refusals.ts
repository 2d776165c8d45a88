import type { IncomingMessage } from 'node:http';
import { DrydockError } from '../errors.ts';
import { readRetryAfter } from '../network/retry-after.ts';

export type Asked = 'manifest' | 'blob' | 'token';

/**
 * What an answer that is no success means. Nothing of its text is passed on: it is a stranger's. A registry's 401 or 403 says
 * something about the credentials for the image, never about the caller of drydock.
 */
export function refusalOf(
  answer: IncomingMessage,
  host: string,
  asked: Asked,
  epoch: number,
  longest: number,
): DrydockError {
  const { statusCode: status = 0, headers } = answer;
  if (status === 429) {
    const retryAfter = readRetryAfter(headers['retry-after'], epoch, longest) ?? 60;
    return new DrydockError('registry_rate_limited', `${host} asks to come back in ${retryAfter} s (status 429)`, {
      retryAfter,
    });
  }
  if (status === 408 || status === 425 || status >= 500) {
    const retryAfter = readRetryAfter(headers['retry-after'], epoch, longest);
    const options = retryAfter === undefined ? {} : { retryAfter };
    return new DrydockError('registry_unavailable', `${host} fails at the moment (status ${status})`, options);
  }
  if (status === 401 || status === 403) {
    const message = `${host} refuses access (status ${status}): the image is private or absent, or the credentials are wrong`;
    return new DrydockError('registry_refused', message);
  }
  if (asked === 'token') return new DrydockError('registry_refused', `${host} gives no token (status ${status})`);
  if (status === 404 || status === 400 || status === 410) {
    return asked === 'manifest'
      ? new DrydockError('image_not_found', `${host} has no such image or tag`)
      : new DrydockError('broken_image', `${host} has the image, but not all of its parts`);
  }
  return new DrydockError(
    'registry_unavailable',
    `${host} gives an answer that is none of a registry (status ${status})`,
  );
}
