import type { IncomingMessage, ServerResponse } from 'node:http';

const badEscape = /%(?![0-9A-Fa-f]{2})/;

/** Answers, as Go's server does before any handler, a target that is no path: `*`, or one with a bad escape. */
export function refuseTarget(request: IncomingMessage, response: ServerResponse): boolean {
  const target = request.url ?? '';
  if (target === '*') {
    const isOptions = request.method === 'OPTIONS';
    response
      .writeHead(isOptions ? 200 : 400, { 'content-length': 0, ...(!isOptions && { connection: 'close' }) })
      .end();
    return true;
  }
  if (!target.includes('%') || !badEscape.test(pathOf(target))) return false;
  const text = '400 Bad Request';
  const headers = { 'content-type': 'text/plain; charset=utf-8', 'content-length': text.length, connection: 'close' };
  response.writeHead(400, headers).end(text);
  return true;
}

function pathOf(target: string): string {
  const question = target.indexOf('?');
  return question < 0 ? target : target.slice(0, question);
}
