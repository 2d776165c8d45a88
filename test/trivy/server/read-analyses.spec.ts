import { describe, expect, it } from 'vitest';
import { type AnalysedLayer, readAnalyses } from '../../../functions/trivy/server/read-analyses.ts';

const layers: AnalysedLayer[] = Array.from({ length: 20 }, (_, place) => ({
  digest: `sha256:digest${place}`,
  key: `sha256:key${place}`,
  diffId: `sha256:diff${place}`,
}));
const analysisOf = ({ diffId }: AnalysedLayer): Buffer =>
  Buffer.from(JSON.stringify({ SchemaVersion: 2, DiffID: diffId }));

describe('reading kept analyses', () => {
  it('reading analyses: eight at a time, and in their order whichever comes first', async () => {
    const waiting: (() => void)[] = [];
    let most = 0;
    const read = async (digest: string): Promise<Uint8Array> => {
      const layer = layers.find((one) => one.digest === digest)!;
      await new Promise<void>((resolve) => {
        waiting.push(resolve);
        most = Math.max(most, waiting.length);
        // The last that began is the first to end.
        if (waiting.length === 8 || layer === layers.at(-1)) for (const go of waiting.splice(0).toReversed()) go();
      });
      return analysisOf(layer);
    };
    expect(await readAnalyses({ read }, layers)).toEqual(layers.map(analysisOf));
    expect(most).toBe(8);
  });

  it('reading analyses: without one of them there are none', async () => {
    const read = async (digest: string): Promise<Uint8Array | undefined> =>
      digest === layers[3]!.digest ? undefined : analysisOf(layers.find((one) => one.digest === digest)!);
    expect(await readAnalyses({ read }, layers)).toBeUndefined();
  });

  it('reading analyses: one of another layer is none', async () => {
    expect(await readAnalyses({ read: async () => analysisOf(layers[0]!) }, layers.slice(0, 2))).toBeUndefined();
  });

  it('reading analyses: a failure of the store is told', async () => {
    const read = async (): Promise<never> => {
      throw new Error('the store is away');
    };
    await expect(readAnalyses({ read }, layers)).rejects.toThrow('the store is away');
  });
});
