/** One checked copy of the vulnerability database, kept beside the ones before it. */
export interface Generation {
  /** names the directory: time and content of the database */
  id: string;
  /** `sha256:` of trivy.db */
  digest: string;
  bytes: number;
  /** entries of its bucket of vulnerabilities */
  vulnerabilities: number;
  /** when its content was made, ISO 8601 */
  updatedAt: string;
  /** the Java database beside it, if there is one */
  java?: { digest: string; bytes: number; updatedAt: string; source?: string };
  /** `file`, or the OCI repository with the digest that was fetched */
  source: string;
  /** said with every result, for a database that is no real one */
  label?: string;
  /** findings of the canary, when it was promoted */
  canary?: number;
  /** when it was taken in, ISO 8601 */
  addedAt: string;
}

const hour = 3_600_000;
/** A database older than this is flagged. */
const staleAfterMs = 48 * hour;

/** Milliseconds since the content of the database was made; never less than 0. */
export function ageOf(generation: Pick<Generation, 'updatedAt'>, now: number): number {
  return Math.max(0, now - Date.parse(generation.updatedAt));
}

export function isStale(generation: Pick<Generation, 'updatedAt'>, now: number, limitMs = staleAfterMs): boolean {
  return ageOf(generation, now) > limitMs;
}
