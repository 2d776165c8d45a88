import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalPurl } from '../../functions/image/purl.ts';

describe('package URL', () => {
  it.each([
    [
      'pkg:deb/debian/apt@2.6.2?distro=debian-12.15&arch=amd64',
      'pkg:deb/debian/apt@2.6.2?arch=amd64&distro=debian-12.15',
    ],
    ['pkg:rpm/alma/nodejs@10?modularitylabel=nodejs%3A10', 'pkg:rpm/alma/nodejs@10?modularitylabel=nodejs:10'],
    ['pkg:npm/@angular/core@1.0', 'pkg:npm/%40angular/core@1.0'],
    ['pkg:npm/%40angular/core', 'pkg:npm/%40angular/core'],
    ['pkg:golang/example.org/app', 'pkg:golang/example.org/app'],
    ['pkg:deb/debian/bsdutils@2.38+deb12u3', 'pkg:deb/debian/bsdutils@2.38%2Bdeb12u3'],
    ['pkg:golang/a@v1#cmd/x', 'pkg:golang/a@v1#cmd/x'],
  ])('package URL: %s is written %s', (given, expected) => {
    expect(canonicalPurl(given)).toBe(expected);
  });

  it.each(['', 'npm/x', 'pkg:npm/%zz'])('package URL: %j, which is none, stays as it is', (text) => {
    expect(canonicalPurl(text)).toBe(text);
  });

  it('package URL: what is canonical stays so', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const once = canonicalPurl(`pkg:${text}`);
        expect(canonicalPurl(once)).toBe(once);
      }),
    );
  });

  it('package URL: an encoded and a plain spelling of a qualifier are the same', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z0-9:+/ ]+$/), (value) => {
        const encoded = canonicalPurl(`pkg:rpm/a/b@1?x=${encodeURIComponent(value)}`);
        expect(canonicalPurl(`pkg:rpm/a/b@1?x=${value}`)).toBe(encoded);
      }),
    );
  });
});
