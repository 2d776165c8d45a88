import { DrydockError } from '../../errors.ts';

/** The error of a database that must not be used. */
export function broken(why: string, cause?: unknown): DrydockError {
  return new DrydockError('database_broken', `this vulnerability database cannot be used: ${why}`, { cause });
}
