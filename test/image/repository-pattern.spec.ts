import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseRepositoryPattern } from '../../functions/image/repository-pattern.ts';

describe('repository patterns', () => {
  it.each([
    ['docker.io/library/nginx', 'docker.io/library/nginx', true],
    ['docker.io/library/nginx', 'docker.io/library/nginx2', false],
    ['docker.io/*/nginx', 'docker.io/library/nginx', true],
    ['docker.io/*', 'docker.io/library/nginx', false],
    ['docker.io/**', 'docker.io/library/nginx', true],
    ['**/nginx', 'docker.io/library/nginx', true],
    ['**', 'a', true],
    ['*', 'a/b', false],
    ['reg:5000/a*b', 'reg:5000/ab', true],
  ])('repository pattern: %s and %s: %j', (pattern, repository, expected) => {
    expect(parseRepositoryPattern(pattern)(repository)).toBe(expected);
  });

  it.each(['', 'A', 'a b', 'a/***', 'a?', 'x'.repeat(256)])('repository pattern: "%s" is refused', (text) => {
    expect(() => parseRepositoryPattern(text)).toThrow(expect.objectContaining({ code: 'bad_request' }));
  });

  it('repository pattern: it says what a regular expression of the same meaning says', () => {
    const pieces = fc.array(fc.constantFrom('a', 'b', '/', '*', '**'), { minLength: 1, maxLength: 8 });
    const texts = fc.array(fc.constantFrom('a', 'b', '/'), { maxLength: 10 }).map((letters) => letters.join(''));
    fc.assert(
      fc.property(pieces, texts, (parts, text) => {
        const pattern = parts.join('');
        fc.pre(!pattern.includes('***'));
        const expression = pattern.replaceAll('**', '\u0000').replaceAll('*', '[^/]*').replaceAll('\u0000', '.*');
        expect(parseRepositoryPattern(pattern)(text)).toBe(new RegExp(`^${expression}$`).test(text));
      }),
    );
  });

  it('repository pattern: many stars against a long text take no long time', () => {
    const fits = parseRepositoryPattern(`${'*a'.repeat(120)}b`);
    expect(fits('a'.repeat(255))).toBe(false);
  });
});
