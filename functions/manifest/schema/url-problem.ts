import { doubleQuote } from './go-quote.ts';

/** The message for a URL that cannot be asked for, undefined when it can. */
export function refusedUrl(url: string): string | undefined {
  const problem = urlProblem(url);
  if (problem === undefined) return undefined;
  return url.startsWith('http') ? `failed downloading schema at ${url}: ${problem}` : problem;
}

/** How Go's net/url refuses a URL. */
export function urlProblem(url: string): string | undefined {
  const hash = url.indexOf('#');
  const address = hash === -1 ? url : url.slice(0, hash);
  const refusal = (text: string, error: string): string => `parse ${doubleQuote(text)}: ${error}`;
  if (/[\0-\x1f\x7f]/.test(address)) return refusal(address, 'net/url: invalid control character in URL');
  const path = address.split('?', 1)[0]!;
  const inPath = brokenEscape(path);
  if (inPath !== undefined) return refusal(address, inPath);
  const inFragment = hash === -1 ? undefined : brokenEscape(url.slice(hash + 1));
  return inFragment === undefined ? undefined : refusal(url, inFragment);
}

function brokenEscape(text: string): string | undefined {
  const at = text.search(/%(?![0-9a-fA-F]{2})/);
  return at === -1 ? undefined : `invalid URL escape ${quoteThreeBytes(text.slice(at, at + 4))}`;
}

/** Go counts bytes here, so that a longer character may be cut. */
function quoteThreeBytes(text: string): string {
  let whole = '';
  let left = 3;
  for (const character of text) {
    const bytes = new TextEncoder().encode(character);
    if (bytes.length > left) {
      const cut = Array.from(bytes.subarray(0, left), (byte) => `\\x${byte.toString(16)}`);
      return `${doubleQuote(whole).slice(0, -1)}${cut.join('')}"`;
    }
    whole += character;
    left -= bytes.length;
  }
  return doubleQuote(whole);
}
