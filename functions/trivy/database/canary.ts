import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DrydockError, type ErrorCode } from '../../errors.ts';
import { withJobDirectory } from '../job-directory.ts';
import { defaultTrivyLimits } from '../limits.ts';
import { runTrivy } from '../run-trivy.ts';
import { offline } from '../scan-arguments.ts';
import type { Timer } from '../timing.ts';
import { broken } from './broken.ts';
import { canaryDocument } from './canary-packages.ts';
import type { Generation } from './generation.ts';
import { placeDatabase } from './place-database.ts';

/** Ids that a scan of the canary finds with the database in a directory. Rejects with `database_broken` when the scan fails. */
export type Canary = (directory: string, generation: Generation, signal?: AbortSignal) => Promise<Set<string>>;

const limits = { ...defaultTrivyLimits, runMs: 120_000, reportBytes: 16 * 1024 * 1024 };

// Whatever else happens to the scan says nothing about the database.
const faults: ReadonlySet<ErrorCode> = new Set<ErrorCode>(['database_broken', 'database_missing', 'scanner_failed']);

export interface CanaryDeps {
  /** finds the program, asked when it is needed */
  binary: () => Promise<{ path: string }>;
  jobs: string;
  timer: Timer;
}

/** Scans a list of packages: it reads the database as a scan of an image does, and needs no image. */
export function trivyCanary(deps: CanaryDeps): Canary {
  return async (directory, generation, signal) => {
    const { path } = await deps.binary();
    return withJobDirectory(deps.jobs, async (job) => {
      const cache = join(job, 'cache');
      const document = join(job, 'canary.cdx.json');
      await mkdir(cache);
      await placeDatabase(async () => ({ directory, generation }), cache);
      await writeFile(document, canaryDocument());
      const args = ['sbom', '--scanners', 'vuln', ...offline(cache), document];
      try {
        const report = await runTrivy(deps.timer, limits, { file: path, args, directory: job, signal });
        return idsIn(report);
      } catch (cause) {
        const isItsFault = cause instanceof DrydockError && faults.has(cause.code);
        throw isItsFault ? broken(`a scan with it fails (${cause.code})`, cause) : cause;
      }
    });
  };
}

interface Findings {
  SchemaVersion?: number;
  Results?: { Vulnerabilities?: { VulnerabilityID: string }[] }[];
}

function idsIn(json: Buffer): Set<string> {
  const { SchemaVersion, Results } = parse(json);
  if (SchemaVersion !== 2) throw new DrydockError('scanner_contract', "the scanner's report has another schema");
  const vulnerabilities = (Results ?? []).flatMap((result) => result.Vulnerabilities ?? []);
  return new Set(vulnerabilities.map(({ VulnerabilityID }) => VulnerabilityID));
}

function parse(json: Buffer): Findings {
  try {
    return JSON.parse(json.toString()) as Findings;
  } catch (cause) {
    throw new DrydockError('scanner_contract', "the scanner's report is not whole", { cause });
  }
}
