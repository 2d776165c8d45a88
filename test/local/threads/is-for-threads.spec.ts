import { describe, expect, it } from 'vitest';
import { isForThreads } from '../../../local/threads/is-for-threads.ts';
import { request } from '../../api/request.ts';

describe('requests that any thread answers', () => {
  for (const [method, target] of [
    ['POST', '/scan'],
    ['POST', '/'],
    ['PUT', '/pod.yaml?rule=HostPID'],
    ['POST', '/scan/x'],
    ['POST', '/%2fscan'],
  ] as const) {
    it(`${method} ${target} is a scan`, () => {
      expect(isForThreads(request(method, target))).toBe(true);
    });
  }

  for (const [method, target] of [
    ['GET', '/scan'],
    ['GET', '/scans'],
    ['DELETE', '/scans/1'],
    ['POST', '/scans'],
    ['POST', '//scan'],
    ['GET', '/healthz'],
    ['POST', '/metrics'],
    ['GET', '/docs'],
  ] as const) {
    it(`${method} ${target} is for the main thread`, () => {
      expect(isForThreads(request(method, target))).toBe(false);
    });
  }

  it('a scan by a caller who shows credentials is for the main thread', () => {
    expect(isForThreads(request('POST', '/scan', { headers: { authorization: 'Bearer x' } }))).toBe(false);
  });
});
