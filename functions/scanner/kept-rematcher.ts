import type { TrivyReport } from '../image/trivy-report.ts';
import type { Rematched, Rematcher } from '../rescans/ports.ts';
import type { ImageAnalysis } from '../scans/image/image-analysis.ts';
import { type AnalysesDeps, analysesOf } from '../trivy/cache/analyses.ts';
import { layerAnalyses } from '../trivy/cache/layer-analyses.ts';
import { coversSystem } from '../trivy/covers-system.ts';
import type { OpenGeneration } from '../trivy/database/place-database.ts';
import type { AnalysedLayer } from '../trivy/server/read-analyses.ts';
import { imageRematcher } from '../trivy/server/rematch-image.ts';
import type { WarmServer } from '../trivy/server/warm-server.ts';
import type { Clock } from '../trivy/timing.ts';

export interface KeptRematcherDeps {
  server: WarmServer;
  analyses: AnalysesDeps;
  /** of the Trivy in use */
  version: string;
  promoted: OpenGeneration;
  /** told of an analysis that could not be written again */
  onFailure: (error: unknown) => void;
  clock: Clock;
}

/** Matches images again by a warm server of Trivy, from the analyses that their scans left. */
export function keptRematcher(deps: KeptRematcherDeps): Rematcher {
  const { server, version, promoted, clock } = deps;
  const rematch = imageRematcher({
    server,
    analyses: layerAnalyses(analysesOf(version, deps.analyses), deps.onFailure),
    binary: { version },
    clock,
  });
  return {
    database: async () => ({ generation: (await promoted()).generation.id }),
    async rematch({ report: earlier, analysis, notices, signal }): Promise<Rematched> {
      const layers = layersOf(earlier, analysis);
      if (layers === undefined) return { outcome: 'needs_fresh_scan', reason: 'layers_unknown' };
      const rematched = await rematch({ report: earlier, layers, trivyVersion: analysis.scanner, signal });
      if (rematched.outcome === 'needs_fresh_scan') return rematched;
      const { report, database, trivyVersion } = rematched;
      const isCovered = await isCoveredBy(promoted, report, database.id);
      // The scan may know more than the report says, such as the repository that packages are of.
      if (isCovered === notices.includes('os_without_advisories')) {
        return { outcome: 'needs_fresh_scan', reason: 'coverage_changed' };
      }
      const { id: generation, updatedAt } = database;
      const tools = { scannerVersion: trivyVersion, database: { generation, updatedAt }, notices };
      return { outcome: 'matched', report, tools };
    },
  };
}

function layersOf({ Metadata }: TrivyReport, { blobs }: ImageAnalysis): AnalysedLayer[] | undefined {
  const diffIds = Metadata?.DiffIDs ?? [];
  if (diffIds.length !== blobs.length) return undefined;
  return blobs.map(({ layer, key }, index) => ({ digest: layer, key, diffId: diffIds[index]! }));
}

async function isCoveredBy(promoted: OpenGeneration, report: TrivyReport, generation: string): Promise<boolean> {
  const { directory, generation: current } = await promoted();
  // Switched in between: the next run looks again.
  return current.id !== generation || coversSystem(report, directory);
}
