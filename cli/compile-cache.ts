import { existsSync, mkdirSync } from 'node:fs';
import nodeModule from 'node:module';
import { isAbsolute, join } from 'node:path';

// A place of this user alone, never the shared temporary directory, where others could put code.
const levels = ({ XDG_CACHE_HOME: caches, HOME: home }: Readonly<Record<string, string | undefined>>): string[] => {
  if (caches && isAbsolute(caches)) return [join(caches, 'drydock')];
  return home && isAbsolute(home) ? [join(home, '.cache'), join(home, '.cache', 'drydock')] : [];
};

/**
 * Keeps what is loaded from now on compiled between starts, where the user has a place for it. Node itself lets
 * NODE_COMPILE_CACHE go before it and turns it off for NODE_DISABLE_COMPILE_CACHE.
 */
export const keepCompiledCode = (environment: Readonly<Record<string, string | undefined>>): void => {
  const folders = levels(environment);
  try {
    // One by one: making several levels at once never ends in places such as /proc.
    for (const folder of folders) if (!existsSync(folder)) mkdirSync(folder, { mode: 0o700 });
  } catch {
    return;
  }
  // Node 22.0 cannot do that.
  if (folders.length > 0) nodeModule.enableCompileCache?.(folders.at(-1));
};
