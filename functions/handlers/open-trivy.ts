import { join } from 'node:path';
import { systemTimer } from '../system-timer.ts';
import { bucketGenerations } from '../trivy/database/bucket/bucket-generations.ts';
import type { Generations } from '../trivy/database/generations.ts';
import { trivyDirectories } from '../trivy/database/layout.ts';
import type { DatabaseObjects } from '../trivy/database/ports.ts';
import { findTrivy, type TrivyBinary } from '../trivy/find-trivy.ts';

export interface LambdaTrivy {
  generations: Generations;
  jobs: string;
  /** The program of the layer, looked for until it is found. Rejects with DrydockError `scanner_missing`. */
  binary(): Promise<TrivyBinary>;
}

/** Trivy and its databases below a folder of `/tmp`, the only place of a function that can be written to. */
export function openTrivy(objects: DatabaseObjects, temporary: string, configured: string | undefined): LambdaTrivy {
  const { databases, jobs } = trivyDirectories(join(temporary, 'drydock'));
  let found: Promise<TrivyBinary> | undefined;
  return {
    generations: bucketGenerations(objects, databases),
    jobs,
    binary() {
      found ??= findTrivy({ timer: systemTimer, jobs }, { configured }).catch((error: unknown) => {
        found = undefined;
        throw error;
      });
      return found;
    },
  };
}
