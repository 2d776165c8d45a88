import type { ManifestScan, ManifestScanStore, Timer } from '../../functions/scans/ports.ts';
import type { ScanJournal } from './scan-journal.ts';
import type { ScanRows } from './scan-rows.ts';

export interface KeeperDeps {
  journal: ScanJournal;
  rows: ScanRows;
  store: ManifestScanStore;
  timer: Timer;
  /** how long changed rows may gather before they are written to the table */
  applyAfterMs: number;
  /** told about the bytes that wait whenever they change */
  onBacklog(bytes: number): void;
}

/** Takes sightings into the journal at once, and moves them to the table later or when a reader wants to see them. */
export interface TableKeeper {
  /** One JSON text a line. Throws when the disk does not take them. */
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

export function tableKeeper({ journal, rows, store, timer, applyAfterMs, onBacklog }: KeeperDeps): TableKeeper {
  const arrivals: Arrival[] = [];
  let queue: Promise<unknown> = Promise.resolve();
  let cancel: (() => void) | undefined;

  // Steps take turns; what one of them throws belongs to its caller and stops nobody else.
  const inTurn = <T>(step: () => Promise<T>): Promise<T> => {
    const result = queue.then(step);
    queue = result.catch(() => {});
    return result;
  };
  const backlog = (): number => arrivals.reduce((sum, { bytes }) => sum + bytes, rows.backlog());

  // A row is marked with the segment it holds, so sightings of a later one must stay out of it.
  async function mergeUpTo(segment: number): Promise<void> {
    for (let first = arrivals[0]; first !== undefined && first.segment <= segment; first = arrivals[0]) {
      await rows.merge(first.sightings, first.segment);
      arrivals.shift();
    }
  }

  async function apply(): Promise<void> {
    if (backlog() === 0) return;
    const { segment } = journal;
    journal.rotate();
    await inTurn(async () => {
      try {
        await mergeUpTo(segment);
        await rows.apply(segment);
        journal.drop(segment);
      } finally {
        onBacklog(backlog());
        if (backlog() > 0) plan();
      }
    });
  }

  function plan(): void {
    cancel ??= timer(applyAfterMs, () => {
      cancel = undefined;
      // Whoever next waits for a settled table is told; nothing is lost, and it is tried again.
      apply().catch(() => {});
    });
  }

  return {
    write(lines) {
      journal.append(lines);
      const { segment } = journal;
      const sightings = lines.split('\n').map((line): ManifestScan => JSON.parse(line));
      arrivals.push({ sightings, segment, bytes: lines.length });
      inTurn(() => mergeUpTo(segment).finally(() => onBacklog(backlog()))).catch(() => {});
      plan();
    },
    settle: apply,
    async remove(tenant, id) {
      await apply();
      return inTurn(async () => {
        rows.forget({ tenant, id });
        return store.remove(tenant, id);
      });
    },
    async recover() {
      // One after another: a kill may have left index entries of a row that was not written, and only the same row replaces them.
      for (const segment of journal.left) {
        arrivals.push({ sightings: journal.readSegment(segment), segment, bytes: 1 });
        await inTurn(() => mergeUpTo(segment).then(() => rows.apply(segment)));
        journal.drop(segment);
      }
    },
    async close() {
      cancel?.();
      await apply().finally(() => journal.close());
    },
  };
}
