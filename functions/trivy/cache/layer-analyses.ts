import type { AnalysisReader } from '../server/read-analyses.ts';
import type { Analyses } from './analyses.ts';

/**
 * Kept analyses for matching images again. One that is met in its old age is written again; where that fails, `onFailure` is told.
 * What another version of Trivy made is not there.
 */
export function layerAnalyses(analyses: Analyses, onFailure: (error: unknown) => void): AnalysisReader {
  return {
    async read(layer, key) {
      const place = { content: layer, kind: 'blob', id: key } as const;
      const kept = await analyses.read(place);
      if (kept?.isOld) await analyses.write(place, kept.value).catch(onFailure);
      return kept?.value;
    },
  };
}
