import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { plainText } from '../../functions/formats/plain-text.ts';
import { relativeUri } from '../../functions/formats/relative-uri.ts';
import { anyName } from './reports.ts';

describe('plain text', () => {
  test('plain text: ordinary names in any script stay as they are', () => {
    for (const name of ['Pod/web.default', 'Größe', '日本語', '🚀']) expect(plainText(name)).toBe(name);
  });

  test('plain text: line breaks and tabs become one blank', () => {
    expect(plainText('a\r\n\tb\n')).toBe('a b');
  });

  test('plain text: terminal escapes and bidirectional marks stay noticed but do nothing (S16)', () => {
    expect(plainText('a\u001b[2Jb\u202ec\u0085')).toBe('a\ufffd[2Jb\ufffdc\ufffd');
  });

  test('plain text: a text beyond its limit is cut and says so', () => {
    expect(plainText('abcdef', 4)).toBe('abc…');
    expect(plainText('abcd', 4)).toBe('abcd');
  });

  test('plain text: any text becomes one well-formed line without control characters', () => {
    fc.assert(
      fc.property(anyName, (name) => {
        const text = plainText(name);
        expect(text.isWellFormed()).toBe(true);
        expect(text).not.toMatch(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u);
      }),
    );
  });
});

describe('relative uri', () => {
  test('relative uri: what has no file is called manifest.yaml', () => {
    for (const file of ['API', 'STDIN', '-', '', '/', '..', './.']) expect(relativeUri(file)).toBe('manifest.yaml');
  });

  test('relative uri: roots, dots and empty segments disappear', () => {
    expect(relativeUri('/srv/./k8s//base/../pod.yaml')).toBe('srv/k8s/pod.yaml');
  });

  test('relative uri: characters with a meaning in a URI are percent-encoded', () => {
    expect(relativeUri('file:a b/c?d#é%.yaml')).toBe('file%3Aa%20b/c%3Fd%23%C3%A9%25.yaml');
  });

  test('relative uri: no name of a file gives a scheme, an authority or a way out of the repository', () => {
    fc.assert(
      fc.property(anyName, (file) => {
        const base = 'https://host.example/a/b/';
        const url = new URL(relativeUri(file), base);
        expect(url.href.startsWith(base)).toBe(true);
        expect(url.search + url.hash).toBe('');
      }),
    );
  });
});
