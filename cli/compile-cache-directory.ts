import { isAbsolute, join } from 'node:path';

/**
 * Where compiled code may be kept between starts: a place of this user alone, never the shared temporary directory,
 * where others could put code. Undefined when the user has no such place. NODE_COMPILE_CACHE goes before it and
 * NODE_DISABLE_COMPILE_CACHE turns it off, both by Node itself.
 */
export const compileCacheDirectory = (
  environment: Readonly<Record<string, string | undefined>>,
): string | undefined => {
  const { XDG_CACHE_HOME: caches, HOME: home } = environment;
  if (caches !== undefined && isAbsolute(caches)) return join(caches, 'drydock');
  return home !== undefined && isAbsolute(home) ? join(home, '.cache', 'drydock') : undefined;
};
