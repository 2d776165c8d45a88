import { join } from 'node:path';
import type { Clock } from '../timing.ts';
import type { Canary } from './canary.ts';
import { canaryPackages } from './canary-packages.ts';
import { checkPromotion } from './check-promotion.ts';
import type { Generation } from './generation.ts';
import type { Generations } from './generations.ts';
import { inspectDatabase } from './inspect.ts';
import { noteChanges } from './kept-changes.ts';

export interface TakeInDeps {
  generations: Generations;
  canary: Canary;
  clock: Clock;
}

export interface Incoming {
  /** directory with `db/` and maybe `java-db/`, which vanishes when it is taken in */
  directory: string;
  source: string;
  javaSource?: string | undefined;
  label?: string | undefined;
  /** a download has to prove itself; for what a person brings it is enough that a scan works */
  isDownload: boolean;
  last: Generation | undefined;
  signal?: AbortSignal | undefined;
}

/** Checks a database, scans the canary with it, and only then promotes it. Rejects with DrydockError; then nothing has changed. */
export async function takeIn(deps: TakeInDeps, incoming: Incoming): Promise<Generation> {
  const { generations, canary, clock } = deps;
  const { directory, source, javaSource, label, last, signal } = incoming;
  const { java, ...inspected } = await inspectDatabase(directory, clock());
  const candidate: Generation = {
    ...inspected,
    ...(java && { java: { ...java, ...(javaSource && { source: javaSource }) } }),
    source,
    ...(label && { label }),
    addedAt: new Date(clock()).toISOString(),
  };
  const found = await canary(directory, candidate, signal);
  if (incoming.isDownload) checkPromotion({ candidate, found, packages: canaryPackages, last });
  signal?.throwIfAborted();
  const generation = { ...candidate, canary: found.size };
  if (last !== undefined) await noteChanges(generations.promoted, { directory, generation });
  await generations.add(directory, generation);
  await generations.promote(generation.id);
  return generation;
}

/** Where a database that comes in is laid out, below the directory of its job. */
export function stagingIn(job: string): string {
  return join(job, 'database');
}
