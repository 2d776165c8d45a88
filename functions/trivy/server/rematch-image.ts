import { rematchedReport } from '../../image/rematched-report.ts';
import type { TrivyReport } from '../../image/trivy-report.ts';
import type { Generation } from '../database/generation.ts';
import type { TrivyBinary } from '../find-trivy.ts';
import type { Clock } from '../timing.ts';
import { joinAnswer } from './join-answer.ts';
import { type AnalysedLayer, type AnalysisReader, readAnalyses } from './read-analyses.ts';
import { rematchMark } from './rematch-mark.ts';
import { scanDocuments } from './scan-answer.ts';
import type { WarmServer } from './warm-server.ts';

export interface RematchRequest {
  /** any earlier report of the image: of its scan, or of a rematch */
  report: TrivyReport;
  /** bottom to top */
  layers: readonly AnalysedLayer[];
  /** that made the analyses */
  trivyVersion: string;
  signal?: AbortSignal | undefined;
}

/**
 * Why kept analyses do not do: made by another Trivy, missing (or damaged, or of another layer), not to be read by Trivy, or of other
 * packages than the report.
 */
export type FreshScanReason = 'other_trivy' | 'analysis_missing' | 'analysis_unreadable' | 'other_packages';

export type Rematch =
  | { outcome: 'matched'; report: TrivyReport; database: Generation; trivyVersion: string }
  | { outcome: 'needs_fresh_scan'; reason: FreshScanReason };

/** Rejects with a DrydockError, with the reason of the signal, or as the reader does. */
export type RematchImage = (request: RematchRequest) => Promise<Rematch>;

export interface RematchDeps {
  server: WarmServer;
  analyses: AnalysisReader;
  binary: Pick<TrivyBinary, 'version'>;
  clock: Clock;
}

/** Matches what is kept of an image with the database of today: nothing is pulled, nothing analysed. */
export function imageRematcher({ server, analyses, binary, clock }: RematchDeps): RematchImage {
  return async ({ report: earlier, layers, trivyVersion, signal }) => {
    if (trivyVersion !== binary.version) return freshScan('other_trivy');
    const documents = await readAnalyses(analyses, layers);
    if (documents === undefined) return freshScan('analysis_missing');
    return server.use(async (ready) => {
      const answer = await scanDocuments(ready, { target: earlier.ArtifactName ?? '', documents, signal });
      if (answer === undefined) return freshScan('analysis_unreadable');
      const { database } = ready;
      const results = joinAnswer(earlier, answer);
      if (results === undefined) return freshScan('other_packages');
      const today = {
        results,
        mark: rematchMark(database),
        endOfLife: answer.os?.eosl === true,
        createdAt: new Date(clock()).toISOString(),
      };
      const report = rematchedReport(earlier, today);
      return { outcome: 'matched', report, database, trivyVersion };
    });
  };
}

const freshScan = (reason: FreshScanReason): Rematch => ({ outcome: 'needs_fresh_scan', reason });
