import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DatabaseChanges } from '../../image/reliance/database-changes.ts';
import { changedAdvisories } from './changed-advisories.ts';
import type { Generation } from './generation.ts';
import type { OpenGeneration } from './place-database.ts';

/** What is different between a generation and the one that was in use before it, noted when both were at hand. */
export interface KeptChanges {
  since: Dated;
  /** the generation itself */
  of: Dated;
  changes: DatabaseChanges;
}

type Dated = Pick<Generation, 'id' | 'updatedAt' | 'addedAt'>;

/** Name of the file among those of a generation that is taken in. */
export const changesFile = 'changes.json';

/** Less than a megabyte; with so much of it new, most images are touched anyway. */
const mostNames = 50_000;

/**
 * Writes beside the files of a database what is different from the one in use. It is a convenience: where it cannot be told, nothing is
 * written, and every image is matched with the new one.
 */
export async function noteChanges(
  promoted: OpenGeneration,
  { directory, generation }: { directory: string; generation: Dated },
): Promise<void> {
  try {
    const before = await promoted();
    const fileIn = (place: string): string => join(place, 'db', 'trivy.db');
    const changes = await changedAdvisories(fileIn(before.directory), fileIn(directory));
    if (namesIn(changes) > mostNames) return;
    const kept: KeptChanges = { since: datedOf(before.generation), of: datedOf(generation), changes };
    const file = join(directory, changesFile);
    await writeFile(`${file}.part`, JSON.stringify(kept));
    await rename(`${file}.part`, file);
  } catch {
    // Gone, damaged, or no room for it.
  }
}

const datedOf = ({ id, updatedAt, addedAt }: Dated): Dated => ({ id, updatedAt, addedAt });

/** Longer than generations, of ten days where there are four a day: a result may be as old as its last whole match. */
export const mostKept = 40;

/** Generations whose changes are of no use any more; ids begin with the time of what they hold. */
export const withOldChanges = (ids: readonly string[]): string[] => ids.toSorted().slice(0, -mostKept);

export const namesIn = ({ packages, vulnerabilities }: DatabaseChanges): number =>
  packages.reduce((sum, { names }) => sum + names.length, vulnerabilities.length);
