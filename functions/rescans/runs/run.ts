/** What began a run of rescans. */
export type RunTrigger =
  /** a database was promoted */
  | { kind: 'database'; generation: string }
  /** a schedule, for a period of it: one run however often it fires */
  | { kind: 'schedule'; name: string; period: number }
  | { kind: 'request'; subject: string };

export type RunTarget = { kind: 'all' } | { kind: 'repository'; pattern: string } | { kind: 'cve'; cve: string };

/** Numbers of images; the others are among those that are done. */
export interface Tally {
  done: number;
  changed: number;
  failed: number;
  /** left alone, for nothing that they rely on is different in the database */
  untouched: number;
}

/** What came of a batch. */
export interface BatchTally extends Tally {
  /** images among those that are done that were left to the run of a newer database */
  left?: number;
}

/** Images of one tenant that are matched again, for one reason. */
export interface Run extends Tally {
  tenant: string;
  /** `r` and 32 hex digits: see manage-runs.ts */
  id: string;
  /** raised by every write */
  fence: number;
  trigger: RunTrigger;
  target: RunTarget;
  /** generation of the database that images are matched with */
  database: string;
  /** images among those that are done that were left to the run of a newer database */
  left?: number;
  /** other generations in which scans that it asked for found news: it tells those, too */
  switchedTo?: readonly string[];
  /** scans outside of this run, whose news of its database it tells with its own; none joins when it is done */
  guests?: readonly string[];
  /** `planned`: its images are still being looked for */
  status: 'planned' | 'running' | 'done';
  /** images found so far, in so many batches */
  total: number;
  batches: number;
  /** where the planner goes on */
  position?: string;
  /** base64 of a bit for each batch that is in the tally */
  counted: string;
  /** milliseconds since 1970 */
  created: number;
  finished?: number;
  /** when to look again whether something was lost; absent when it is done and told */
  due?: number;
  /** seconds since 1970 */
  expires: number;
}

export interface RunImage {
  digest: string;
  platform: string;
  repository?: string;
  /** the watch that it is planned for */
  watch?: string;
}

/** So many images that one message fits. */
export interface RunBatch {
  tenant: string;
  run: string;
  /** from 0 on, without a gap */
  number: number;
  images: readonly RunImage[];
  /** where planning goes on after it; absent in the last */
  next?: string;
  /** seconds since 1970 */
  expires: number;
}

export interface RunSettings {
  /** an unfinished run of which nothing was heard is looked at again after so long */
  lookAgainMs: number;
  keptMs: number;
}

export const defaultRunSettings: RunSettings = { lookAgainMs: 120_000, keptMs: 30 * 86_400_000 };

/** Images of one batch. */
export const batchSize = 100;
/** Batches of one run: a bit of each is in its row. */
export const mostBatches = 10_000;

export type RunSubject = Pick<Run, 'tenant' | 'id' | 'trigger' | 'target' | 'database'>;

/** The schedule whose runs pull and analyse again: what analysis decides is seen by no rematch. */
export const afreshSchedule = 'afresh';

export const isAfresh = ({ trigger }: Pick<Run, 'trigger'>): boolean =>
  trigger.kind === 'schedule' && trigger.name === afreshSchedule;
