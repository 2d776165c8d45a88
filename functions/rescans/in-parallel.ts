/** Runs `work` for each of the given, so many at a time; rejects with the first failure when those under way have ended. */
export async function inParallel<T>(
  given: readonly T[],
  width: number,
  work: (one: T) => Promise<void>,
): Promise<void> {
  const waiting = given.values();
  const lane = async (): Promise<void> => {
    for (const one of waiting) await work(one);
  };
  const ends = await Promise.allSettled(Array.from({ length: Math.min(width, given.length) }, lane));
  const failed = ends.find((end) => end.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
}
