import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanPath, redirectTarget } from '../../functions/api/clean-path.ts';

describe('unclean paths', () => {
  const cases: [string, string][] = [
    ['/', '/'],
    ['', '/'],
    ['//', '/'],
    ['/scan', '/scan'],
    ['/scan/', '/scan/'],
    ['//scan', '/scan'],
    ['/./scan', '/scan'],
    ['/x/../scan', '/scan'],
    ['/..', '/'],
    ['/.', '/'],
    ['/a/.', '/a'],
    ['/a/..', '/'],
    ['/a/b/../../', '/'],
    ['/a//b/', '/a/b/'],
    ['/a/b/..', '/a'],
    ['/.well-known/x', '/.well-known/x'],
    ['/..x/...', '/..x/...'],
    ['/%2e/scan', '/%2e/scan'],
    ['scan', '/scan'],
  ];
  for (const [path, cleaned] of cases) {
    it(`path ${JSON.stringify(path)} is ${JSON.stringify(cleaned)} to Go's ServeMux`, () => {
      expect(cleanPath(path)).toBe(cleaned);
    });
  }

  it('path cleaned twice is as cleaned once, and has no empty or dotted segment', () => {
    const paths = fc
      .array(fc.constantFrom('a', '.', '..', '', '.a', 'b.', '...'))
      .map((parts) => `/${parts.join('/')}`);
    fc.assert(
      fc.property(paths, (path) => {
        const cleaned = cleanPath(path);
        expect(cleanPath(cleaned)).toBe(cleaned);
        expect(cleaned === '/' ? [] : cleaned.replace(/\/$/, '').slice(1).split('/')).not.toContain('..');
        expect(cleaned).toMatch(/^\/(?:[^/]+\/?)*$/);
      }),
    );
  });

  const targets: [string, string, string][] = [
    ['/scan', '', '/scan'],
    ['/scan', 'rule=%2f&y', '/scan?rule=%2f&y'],
    ['/a%20b', '', '/a%2520b'],
    ["/a!(x)*'é", '', '/a%21%28x%29%2A%27%C3%A9'],
    ['/a:b,c@d&e=f+g$h', '', '/a:b,c@d&e=f+g$h'],
  ];
  for (const [path, query, target] of targets) {
    it(`redirect to ${path} with the query "${query}" names ${target}`, () => {
      expect(redirectTarget(path, query)).toBe(target);
    });
  }
});
