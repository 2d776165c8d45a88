/** How long and how often; milliseconds where nothing else is said. */
export interface ImageScanLimits {
  /** from the submit to the end of the last attempt */
  deadlineMs: number;
  /** one attempt, from the pull to the report */
  runMs: number;
  /** a worker that has not been heard of for so long is given up */
  leaseMs: number;
  /** a worker is heard of so often */
  renewMs: number;
  attempts: number;
  /** before the second attempt; four times as long before each further one */
  retryMs: number;
  /** at most, whatever a registry asks for */
  retryAfterMs: number;
  /** a queued scan's doorbell is rung again after so long */
  ringAgainMs: number;
  /** a scan that waits for a message with credentials is given up after so long */
  credentialsMs: number;
  /** a submit waits so long for the registry, then leaves it to the worker */
  resolveMs: number;
  /** a final failure is answered again for so long */
  failureMs: number;
  /** kept after it finished */
  retentionDays: number;
}

export const defaultImageScanLimits: ImageScanLimits = {
  deadlineMs: 3_600_000,
  runMs: 12 * 60_000,
  leaseMs: 60_000,
  renewMs: 5_000,
  attempts: 3,
  retryMs: 10_000,
  retryAfterMs: 15 * 60_000,
  ringAgainMs: 120_000,
  credentialsMs: 15 * 60_000,
  resolveMs: 3_000,
  failureMs: 60_000,
  retentionDays: 90,
};
