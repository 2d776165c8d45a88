import { DrydockError } from '../errors.ts';

/** Whether a repository such as `docker.io/library/nginx` fits. */
export type RepositoryPattern = (repository: string) => boolean;

const allowed = /^[a-z0-9.:_*/-]{1,255}$/;

/**
 * Reads `ghcr.io/team/*`: one star is any text without a slash, two are any text. Matched without backtracking over a star
 * twice. Throws DrydockError `bad_request`.
 */
export function parseRepositoryPattern(text: string): RepositoryPattern {
  if (!allowed.test(text) || text.includes('***')) {
    throw new DrydockError('bad_request', 'a repository pattern is written as ghcr.io/team/* or ghcr.io/**');
  }
  const parts = text.split(/(\*{1,2})/).filter((part) => part !== '');
  return (repository) => fits(parts, repository);
}

/** The positions that each part can end at, from left to right: no path is tried twice. */
function fits(parts: readonly string[], text: string): boolean {
  let ends = new Set([0]);
  for (const part of parts) {
    const next = new Set<number>();
    for (const end of ends) {
      if (!part.startsWith('*')) {
        if (text.startsWith(part, end)) next.add(end + part.length);
        continue;
      }
      const slash = part === '*' ? text.indexOf('/', end) : -1;
      const most = slash === -1 ? text.length : slash;
      for (let at = end; at <= most; at += 1) next.add(at);
    }
    ends = next;
  }
  return ends.has(text.length);
}
