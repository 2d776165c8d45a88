import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { DrydockError } from '../errors.ts';
import { defaultPlatform, type Platform } from '../image/platform.ts';
import { parseTrivyReport, type TrivyReport } from '../image/trivy-report.ts';
import { systemTimer } from '../system-timer.ts';
import { coversSystem } from './covers-system.ts';
import { blameDatabase } from './database/blame-database.ts';
import type { Generation } from './database/generation.ts';
import { placeJavaStandIn } from './database/java-stand-in.ts';
import { type OpenGeneration, placeDatabase } from './database/place-database.ts';
import type { TrivyBinary } from './find-trivy.ts';
import { checkFreeSpace } from './free-space.ts';
import { removeLeftovers, withJobDirectory } from './job-directory.ts';
import { defaultTrivyLimits, type TrivyLimits } from './limits.ts';
import { logNotes } from './log-notes.ts';
import { phaseReader, type ScanPhase } from './phase.ts';
import { runTrivy } from './run-trivy.ts';
import { type ScannerName, scanArguments } from './scan-arguments.ts';
import type { Timer } from './timing.ts';

export interface ImageScanRequest {
  /** as the pull-through names the image */
  reference: string;
  /** linux/amd64 when absent */
  platform?: Platform;
  /** vulnerabilities alone when absent */
  scanners?: readonly ScannerName[];
  /** 1 needs the least memory */
  parallel?: number;
  /** of the cache of layers, as ScanCache has it; one that ends with the run when absent */
  cacheUrl?: string;
  /** the run's own limit, milliseconds; less than the scanner's */
  deadlineMs?: number;
  signal?: AbortSignal;
  onPhase?: (phase: ScanPhase) => void;
}

export interface ImageScan {
  /** Trivy's own JSON, byte for byte */
  raw: Buffer;
  report: TrivyReport;
  trivyVersion: string;
  database: Generation;
  /** Java archives were met and there was no Java database to name them: what is in them is not known */
  jarsUnknown: boolean;
  /** Trivy does not know the release of the system, or the database has no advisories for it */
  osUnlisted: boolean;
}

/** Rejects with a DrydockError, or with the reason of the signal. isRetryable() tells what may be tried again. */
export interface ImageScanner {
  /** of Trivy */
  version: string;
  scan(request: ImageScanRequest): Promise<ImageScan>;
}

export interface ImageScannerDeps {
  binary: TrivyBinary;
  /** the database in use now; asked before each scan */
  promoted: OpenGeneration;
  /** directory of the runs' own directories, on the file system of the databases */
  jobs: string;
  limits?: Partial<TrivyLimits>;
  timer?: Timer;
}

/** Scans images that a loopback registry serves, each run with its own cache directory and the database that is promoted when it begins. */
export function imageScanner(deps: ImageScannerDeps): ImageScanner {
  const { binary, promoted, jobs, timer = systemTimer } = deps;
  const limits = { ...defaultTrivyLimits, ...deps.limits };

  const scanIn = async (directory: string, request: ImageScanRequest): Promise<ImageScan> => {
    const cacheDirectory = join(directory, 'cache');
    await checkFreeSpace(directory, limits.freeBytes);
    await mkdir(cacheDirectory);
    const { generation: database, placeJava } = await placeDatabase(promoted, cacheDirectory);
    const run = (onLine: (line: string) => void): Promise<Buffer> =>
      runTrivy(timer, runLimits(limits, request.deadlineMs), {
        file: binary.path,
        args: scanArguments({
          reference: request.reference,
          platform: request.platform ?? defaultPlatform,
          scanners: request.scanners ?? ['vuln'],
          parallel: request.parallel,
          cacheDirectory,
        }),
        directory,
        cacheUrl: request.cacheUrl,
        signal: request.signal,
        onLine,
      }).catch(async (error: unknown) => {
        throw await blameDatabase(cacheDirectory, error);
      });
    let jarsUnknown = false;
    const notes = logNotes();
    const readPhase = request.onPhase && phaseReader(request.onPhase);
    const noteAndRead = (line: string): void => {
      notes.read(line);
      readPhase?.(line);
    };
    const raw = await run(noteAndRead).catch(async (error: unknown) => {
      if (!isJavaDatabaseMissing(error)) throw error;
      // Without one the image would fail as a whole; with an empty one only archives without a name of their own stay unknown.
      if (placeJava === undefined) placeJavaStandIn(cacheDirectory);
      else await placeJava();
      jarsUnknown = placeJava === undefined;
      return run(notes.read);
    });
    const report = parseTrivyReport(raw.toString());
    const osUnlisted = notes.isUnlisted() || !(await coversSystem(report, cacheDirectory, notes.repository()));
    return { raw, report, trivyVersion: binary.version, database, jarsUnknown, osUnlisted };
  };

  let swept: Promise<number> | undefined;
  return {
    version: binary.version,
    async scan(request) {
      swept ??= removeLeftovers(jobs);
      await swept;
      return withJobDirectory(jobs, (directory) => scanIn(directory, request));
    },
  };
}

function runLimits(limits: TrivyLimits, deadlineMs = limits.runMs): TrivyLimits {
  return { ...limits, runMs: Math.min(limits.runMs, deadlineMs) };
}

function isJavaDatabaseMissing(error: unknown): boolean {
  return error instanceof DrydockError && error.code === 'java_database_missing';
}
