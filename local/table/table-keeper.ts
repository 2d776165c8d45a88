import type { ManifestScan, ManifestScanStore, Timer } from '../../functions/scans/ports.ts';
import type { Pace } from './pace.ts';
import type { ScanJournal } from './scan-journal.ts';
import { scanOfLine } from './scan-line.ts';
import type { ScanRows } from './scan-rows.ts';
import { turns } from './turns.ts';
import type { ScansToWrite } from './write-scans.ts';

export interface KeeperDeps {
  journal: ScanJournal;
  rows: ScanRows;
  store: ManifestScanStore;
  timer: Timer;
  /** how long changed rows may gather before they are written to the table */
  applyAfterMs: number;
  /** and how many bytes of the journal they may come from */
  journalBytes: number;
  pace: Pace;
  /** nothing rests while more bytes than these wait, nothing gathers while more than half of them do */
  calmBytes: number;
  /** told about the bytes that wait whenever they change */
  onBacklog(bytes: number): void;
}

/** Takes sightings into the journal at once, and moves them to the table later or when a reader wants to see them. */
export interface TableKeeper {
  /** Lines of scan-line.ts. Throws when the disk does not take them. */
  write(lines: string): void;
  settle(): Promise<void>;
  remove(tenant: string, id: string): Promise<boolean>;
  /** Moves what earlier processes left in the journal. */
  recover(): Promise<void>;
  close(): Promise<void>;
}

interface Arrival {
  sightings: readonly ManifestScan[];
  segment: number;
  bytes: number;
}

export function tableKeeper(deps: KeeperDeps): TableKeeper {
  const { journal, rows, store, timer, applyAfterMs, journalBytes, pace, calmBytes, onBacklog } = deps;
  const arrivals: Arrival[] = [];
  // Sightings are merged while rows are written: those that come meanwhile wait in memory as rows, not as lines.
  const merging = turns();
  const writing = turns();
  let cancel: (() => void) | undefined;
  /** bytes of the segment that is written to */
  let journaled = 0;
  let isApplying = false;

  const backlog = (): number => arrivals.reduce((sum, { bytes }) => sum + bytes, rows.backlog());
  const rest = (): Promise<void> => (backlog() > calmBytes ? Promise.resolve() : pace.rest());

  // A row is marked with the segment it holds, so sightings of a later one must stay out of it.
  async function mergeUpTo(segment: number): Promise<void> {
    for (let first = arrivals[0]; first !== undefined && first.segment <= segment; first = arrivals[0]) {
      await rows.merge(first.sightings, first.segment);
      arrivals.shift();
    }
  }

  /** Ends a segment and takes the rows that hold everything up to it. */
  async function takeSegment(): Promise<ScansToWrite> {
    const { segment } = journal;
    journal.rotate();
    journaled = 0;
    await mergeUpTo(segment);
    return { scans: rows.take(), segment, rest };
  }

  const apply = (): Promise<void> =>
    writing(async () => {
      if (backlog() === 0) return;
      try {
        const taken = await merging(takeSegment);
        await rows.write(taken);
        journal.drop(taken.segment);
      } finally {
        onBacklog(backlog());
        if (backlog() > 0) plan();
      }
    });
  const applyNow = (): Promise<void> => pace.hurry(apply);

  function plan(): void {
    cancel ??= timer(applyAfterMs, begin);
  }

  function begin(): void {
    cancel?.();
    cancel = undefined;
    isApplying = true;
    // Whoever next waits for a settled table is told of a failure; nothing is lost, and it is tried again when the timer says so.
    apply().then(
      () => {
        isApplying = false;
      },
      () => {},
    );
  }

  return {
    write(lines) {
      journal.append(lines);
      const { segment } = journal;
      journaled += lines.length;
      const sightings = lines.split('\n').map(scanOfLine);
      arrivals.push({ sightings, segment, bytes: lines.length });
      merging(() => mergeUpTo(segment).finally(() => onBacklog(backlog()))).catch(() => {});
      if (!isApplying && (journaled > journalBytes || backlog() > calmBytes / 2)) begin();
      else plan();
    },
    settle: applyNow,
    async remove(tenant, id) {
      await applyNow();
      return pace.hurry(() =>
        writing(() =>
          merging(async () => {
            rows.forget({ tenant, id });
            return store.remove(tenant, id);
          }),
        ),
      );
    },
    async recover() {
      // One after another: a segment may hold again what a row got from an earlier one, and only in order does the row's mark tell.
      for (const segment of journal.left) {
        for (const sightings of journal.readSegment(segment)) await rows.merge(sightings, segment);
        await rows.write({ scans: rows.take(), segment, rest: () => Promise.resolve() });
        journal.drop(segment);
      }
    },
    async close() {
      cancel?.();
      await applyNow().finally(() => journal.close());
    },
  };
}
