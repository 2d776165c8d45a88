import { type Answer, withHeaders } from '../answer.ts';
import type { QueryPair } from './go-query.ts';

/** The answer with a link (RFC 8288) to the page after it, when there is one. */
export function linkNext(
  answer: Answer,
  path: string,
  query: readonly QueryPair[],
  cursor: string | undefined,
): Answer {
  if (cursor === undefined) return answer;
  const next = new URLSearchParams();
  for (const [name, value] of query) next.append(name, value);
  next.set('cursor', cursor);
  return withHeaders(answer, { link: `<${path}?${next}>; rel="next"` });
}
