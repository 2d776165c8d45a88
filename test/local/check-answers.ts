import { complaint } from '../api/answer-checker.ts';
import { request } from '../api/request.ts';

/** Holds each answer that `fetch` gets from one of the servers against the OpenAPI document; returns how to end that. */
export function checkAnswers(servers: readonly { url: string }[]): () => void {
  const plain = globalThis.fetch;
  globalThis.fetch = async (input, init) => {
    const answer = await plain(input, init);
    const { origin, pathname, search } = new URL(String(input));
    if (!servers.some(({ url }) => url === origin)) return answer;
    const wrong = complaint(request(init?.method ?? 'GET', `${pathname}${search}`), {
      statusCode: answer.status,
      // The body is unpacked already.
      headers: { ...Object.fromEntries(answer.headers), 'content-encoding': 'identity' },
      body: await answer.clone().text(),
    });
    if (wrong !== undefined) throw new Error(`not as the OpenAPI document says: ${wrong}`);
    return answer;
  };
  return () => {
    globalThis.fetch = plain;
  };
}
