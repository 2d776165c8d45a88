export interface TrivyLimits {
  /** how long one run may take, milliseconds */
  runMs: number;
  /** between SIGTERM and SIGKILL, milliseconds */
  graceMs: number;
  /** of a report, bytes */
  reportBytes: number;
  /** of what Trivy says on stderr, the end of it is kept, bytes */
  logBytes: number;
  /** that must be free before a run, bytes */
  freeBytes: number;
}

const mebibyte = 1024 * 1024;

export const defaultTrivyLimits: TrivyLimits = {
  runMs: 10 * 60_000,
  graceMs: 2_000,
  reportBytes: 256 * mebibyte,
  logBytes: 64 * 1024,
  freeBytes: 64 * mebibyte,
};
