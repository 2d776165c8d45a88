import { DrydockError } from '../errors.ts';

/** Runs one use of the table; whatever the SDK throws becomes DrydockError `storage_unavailable` with it as the cause. */
export async function reachTable<T>(use: () => Promise<T>): Promise<T> {
  try {
    return await use();
  } catch (error) {
    if (error instanceof DrydockError) throw error;
    throw new DrydockError('storage_unavailable', 'the table cannot be used right now', { cause: error });
  }
}
