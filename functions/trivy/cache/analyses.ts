import type { AnalysisStore } from '../../scans/image/analysis-store.ts';
import type { Clock } from '../timing.ts';
import { packAnalysis, unpackAnalysis } from './analysis-object.ts';

/** What an analysis is of: Trivy's key alone is made of what an image claims. */
export interface AnalysisPlace {
  /** verified digest of the layer, of the config for an artifact */
  content: string;
  kind: 'blob' | 'artifact';
  /** Trivy's id, `sha256:` and 64 hex digits */
  id: string;
}

export interface KeptAnalysis {
  value: Buffer;
  /** half of its life is over: to be written again now that it is used */
  isOld: boolean;
}

/** Analyses made by one version of Trivy. */
export interface Analyses {
  /** Undefined when there is none, it is damaged or of another version. Rejects as the store does. */
  read(place: AnalysisPlace): Promise<KeptAnalysis | undefined>;
  write(place: AnalysisPlace, value: Buffer): Promise<void>;
}

export interface AnalysesDeps {
  store: AnalysisStore;
  clock: Clock;
  /** how long the store keeps what nobody writes again, milliseconds */
  lifeMs: number;
}

export function analysesOf(version: string, { store, clock, lifeMs }: AnalysesDeps): Analyses {
  return {
    async read(place) {
      const name = nameOf(place);
      const bytes = await store.read(name);
      const found = bytes && (await unpackAnalysis(name, bytes));
      if (found === undefined || found.version !== version) return undefined;
      return { value: found.value, isOld: clock() - found.written > lifeMs / 2 };
    },
    async write(place, value) {
      const name = nameOf(place);
      await store.write(name, await packAnalysis(name, { version, written: clock(), value }));
    },
  };
}

const hexOf = (digest: string): string => digest.slice('sha256:'.length);
const nameOf = ({ content, kind, id }: AnalysisPlace): string => `${hexOf(content)}/${kind}-${hexOf(id)}`;
