import { describe, expect, it } from 'vitest';
import { parseApiKey } from '../../functions/access/api-key.ts';
import { cleanPath } from '../../functions/api/clean-path.ts';
import { findRoute } from '../../functions/api/find-route.ts';
import { readScanOptions } from '../../functions/api/manifests/scan-options.ts';
import { parseGoQuery } from '../../functions/api/resources/go-query.ts';
import { preferredWait } from '../../functions/api/resources/prefer.ts';
import { plainText } from '../../functions/formats/plain-text.ts';
import { parsePlatform } from '../../functions/image/platform.ts';
import { parseReference } from '../../functions/image/reference.ts';
import { parseRepositoryPattern } from '../../functions/image/repository-pattern.ts';
import { readChallenges } from '../../functions/registry/auth/challenge.ts';

const size = 100_000;
const filled = (unit: string, end = ''): string => unit.repeat(Math.ceil(size / unit.length)) + end;
const texts: Readonly<Record<string, string>> = {
  letters: filled('a', '!'),
  'dots and letters': filled('a.', '!'),
  dashes: filled('a--', '_-'),
  underscores: filled('a__', '.'),
  slashes: filled('a/', '\0'),
  'dots and slashes': filled('../', 'x'),
  colons: filled('a:', '@'),
  'at signs': filled('@sha256:', 'g'),
  blanks: filled(' ', 'x'),
  commas: filled(', ;q=0.', 'x'),
  quotes: filled('a="\\"', ','),
  escapes: filled('%2f%', 'x'),
  stars: filled('*a', '/'),
  'double stars': filled('**/', '!'),
  keys: filled('ddk_', '_'),
  'control characters': filled('\u001b[', '\u202e'),
};
const readers: Readonly<Record<string, (text: string) => unknown>> = {
  'an API key': parseApiKey,
  'a reference': parseReference,
  'a platform': parsePlatform,
  'a pattern': (text) => parseRepositoryPattern(text)(text),
  'a good pattern': parseRepositoryPattern('ghcr.io/*/a*/**'),
  'a path': (text) => findRoute('GET', cleanPath(`/${text}`)),
  'a query': (text) => readScanOptions(parseGoQuery(text), text),
  Prefer: (text) => preferredWait(text, 1),
  'WWW-Authenticate': readChallenges,
  'a text for a terminal': plainText,
};

const attempt = (read: () => unknown): void => {
  try {
    read();
  } catch {
    // A refusal is as good: only its time counts.
  }
};

describe('S8: texts that make a regular expression slow', () => {
  it.each(Object.keys(readers))('S8: %s of 100 kB is read in no time, whatever it is', (name) => {
    for (const [kind, text] of Object.entries(texts)) {
      const times = [0, 1, 2].map(() => {
        const started = performance.now();
        attempt(() => readers[name]!(text));
        return performance.now() - started;
      });
      // The best of three: the machine may be busy.
      expect(Math.min(...times), kind).toBeLessThan(50);
    }
  });
});
