/** Does the work for 0 to `count - 1`, some of it at the same time. Rejects with the first failure, once nothing is under way. */
export async function inParallel(atOnce: number, count: number, work: (index: number) => Promise<void>): Promise<void> {
  let next = 0;
  let isStopped = false;
  const lane = async (): Promise<void> => {
    while (next < count && !isStopped) {
      const index = next;
      next += 1;
      await work(index).catch((error: unknown) => {
        isStopped = true;
        throw error;
      });
    }
  };
  const lanes = await Promise.allSettled(Array.from({ length: Math.min(atOnce, count) }, lane));
  const failure = lanes.find((end) => end.status === 'rejected');
  if (failure !== undefined) throw failure.reason;
}
