import { DrydockError } from '../errors.ts';

/** Runs one use of the table; whatever the SDK throws becomes DrydockError `storage_unavailable` with it as the cause. */
export function reachTable<T>(use: () => Promise<T>): Promise<T> {
  return reachStorage('the table', use);
}

/** The same for other places: `what` cannot be used right now. */
export async function reachStorage<T>(what: string, use: () => Promise<T>): Promise<T> {
  try {
    return await use();
  } catch (error) {
    if (error instanceof DrydockError) throw error;
    throw new DrydockError('storage_unavailable', `${what} cannot be used right now`, { cause: error });
  }
}
