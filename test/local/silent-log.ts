import type { TextLog } from '../../local/log.ts';

/** For servers whose log nobody reads. */
export const silentLog: TextLog = {
  isQuiet: true,
  info: () => {},
  warn: () => {},
  error: () => {},
  append: () => {},
  flush: () => {},
};
