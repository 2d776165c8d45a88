import type { Answer } from './answer.ts';

const htmlCharacters: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&#34;', "'": '&#39;' };
const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (character) => htmlCharacters[character]!);

/** A redirect with the body of Go's `http.Redirect`, which only GET and HEAD get. */
export function redirect(method: string, statusCode: 303 | 307, location: string): Answer {
  if (method !== 'GET' && method !== 'HEAD') return { statusCode, headers: { location }, body: '' };
  const text = statusCode === 303 ? 'See Other' : 'Temporary Redirect';
  return {
    statusCode,
    headers: { 'content-type': 'text/html; charset=utf-8', location },
    body: `<a href="${escapeHtml(location)}">${text}</a>.\n\n`,
  };
}
