import type { AnalysisStore } from '../../../functions/scans/image/analysis-store.ts';

export interface MemoryAnalysisStore extends AnalysisStore {
  objects: Map<string, Uint8Array>;
  reads: string[];
}

export function memoryAnalysisStore(): MemoryAnalysisStore {
  const objects = new Map<string, Uint8Array>();
  const reads: string[] = [];
  return {
    objects,
    reads,
    async read(name) {
      reads.push(name);
      return objects.get(name);
    },
    async write(name, bytes) {
      objects.set(name, bytes);
    },
  };
}
