import type {
  RelianceStore,
  ResultReliance,
  RunStore,
  Shelving,
  ShelvingStore,
  WatchStore,
} from '../../functions/rescans/ports.ts';
import type { Run, RunBatch } from '../../functions/rescans/runs/run.ts';
import type { Watch } from '../../functions/rescans/watches/watch.ts';
import { padded, page } from '../scans/image/memory-stores.ts';

type Clock = () => number;
type Row = { tenant: string; id: string; fence: number; due?: number; expires?: number };

/** Rows with a fence, in memory, for tests. */
function fencedRows<T extends Row>(clock: Clock) {
  const rows = new Map<string, T>();
  const keyOf = (tenant: string, id: string) => `${tenant} ${id}`;
  const isLive = ({ expires }: T): boolean => expires === undefined || expires * 1000 > clock();
  const read = (tenant: string, id: string): T | undefined => {
    const row = rows.get(keyOf(tenant, id));
    return row && isLive(row) ? structuredClone(row) : undefined;
  };
  return {
    rows,
    live: (tenant: string): T[] => [...rows.values()].filter((row) => row.tenant === tenant && isLive(row)),
    create: async (row: T): Promise<boolean> => {
      if (read(row.tenant, row.id) !== undefined) return false;
      rows.set(keyOf(row.tenant, row.id), structuredClone(row));
      return true;
    },
    read: async (tenant: string, id: string) => read(tenant, id),
    replace: async (row: T, fence: number): Promise<boolean> => {
      if (rows.get(keyOf(row.tenant, row.id))?.fence !== fence) return false;
      rows.set(keyOf(row.tenant, row.id), structuredClone(row));
      return true;
    },
    remove: async (tenant: string, id: string): Promise<boolean> => {
      const isThere = read(tenant, id) !== undefined;
      rows.delete(keyOf(tenant, id));
      return isThere;
    },
    scheduled: (): T[] =>
      [...rows.values()].filter(({ due }) => due !== undefined).toSorted((one, other) => one.due! - other.due!),
  };
}

const named = ({ tenant, id }: Row) => ({ tenant, id });

/** Watches in memory; passes the contract that the table passes. */
export function memoryWatchStore(clock: Clock): WatchStore & { rows: Map<string, Watch> } {
  const { live, scheduled, ...store } = fencedRows<Watch>(clock);
  return {
    ...store,
    async list({ tenant, limit, after }) {
      const { values, next } = page(live(tenant), ({ target, id }) => `${target}#${id}`, limit, after);
      return next === undefined ? { watches: values } : { watches: values, next };
    },
    async newSince({ tenant, since, limit, after }) {
      const found = live(tenant).filter((watch) => watch.kind !== 'repository' && (watch.since ?? 0) >= since);
      const { values, next } = page(found, ({ since: at, id }) => `${padded(at!)}#${id}`, limit, after);
      return next === undefined ? { watches: values } : { watches: values, next };
    },
    patterns: async (tenant) => structuredClone(live(tenant).filter(({ kind }) => kind === 'repository')),
    due: async (now, limit) =>
      scheduled()
        .filter(({ due }) => due! <= now)
        .slice(0, limit)
        .map(named),
    tenants: async () => [...new Set([...store.rows.values()].map(({ tenant }) => tenant))],
  };
}

/** Runs in memory; passes the contract that the table passes. */
export function memoryRunStore(clock: Clock): RunStore & { rows: Map<string, Run>; batches: Map<string, RunBatch> } {
  const { live, scheduled, remove: _, ...store } = fencedRows<Run>(clock);
  const batches = new Map<string, RunBatch>();
  const keyOf = (tenant: string, run: string, number: number) => `${tenant} ${run} ${number}`;
  return {
    ...store,
    batches,
    async list({ tenant, limit, after }) {
      const { values, next } = page(live(tenant), ({ created, id }) => `${padded(created)}#${id}`, limit, after);
      return next === undefined ? { runs: values } : { runs: values, next };
    },
    async addBatch(batch) {
      const key = keyOf(batch.tenant, batch.run, batch.number);
      if (!batches.has(key)) batches.set(key, structuredClone(batch));
      return structuredClone(batches.get(key)!);
    },
    readBatch: async (...key) => structuredClone(batches.get(keyOf(...key))),
    due: async (now, limit) =>
      scheduled()
        .filter(({ due }) => due! <= now)
        .slice(0, limit)
        .map(named),
  };
}

/** Which shelves stand, in memory; passes the contract that the table passes. */
export function memoryShelvingStore(): ShelvingStore & { rows: Map<string, Shelving> } {
  const rows = new Map<string, Shelving>();
  return {
    rows,
    read: async (tenant) => structuredClone(rows.get(tenant)),
    async replace(shelving, fence) {
      if ((rows.get(shelving.tenant)?.fence ?? 0) !== fence) return false;
      rows.set(shelving.tenant, structuredClone(shelving));
      return true;
    },
  };
}

/** What results rely on, in memory; passes the contract that the table passes. */
export function memoryRelianceStore(clock: Clock): RelianceStore & { rows: Map<string, ResultReliance> } {
  const rows = new Map<string, ResultReliance>();
  const keyOf = (tenant: string, { digest, platform }: { digest: string; platform: string }) =>
    `${tenant} ${digest} ${platform}`;
  return {
    rows,
    async put(reliance) {
      rows.set(keyOf(reliance.tenant, reliance), structuredClone(reliance));
    },
    async read(tenant, images) {
      const keys = new Set(images.map((image) => keyOf(tenant, image)));
      return structuredClone([...keys].flatMap((key) => rows.get(key) ?? [])).filter(
        ({ expires }) => expires * 1000 > clock(),
      );
    },
  };
}
