import { type Analyses, analysesOf } from '../../../functions/trivy/cache/analyses.ts';
import type { AnalysedImage } from '../../../functions/trivy/cache/place-keys.ts';
import { type ScanKeyspaceOptions, scanKeyspace } from '../../../functions/trivy/cache/scan-keyspace.ts';
import { sha256 } from '../../../sample/images/build-image.ts';
import { handTimer } from '../../scans/hand-timer.ts';
import { memoryAnalysisStore } from './memory-analysis-store.ts';

const day = 86_400_000;
export const digest = (text: string): string => sha256(Buffer.from(text));
// As Trivy does: the key of a layer depends on what the image claims.
export const blobKey = (diffId: string): string => `fanal::blob::${digest(`key of ${diffId}`)}`;
export const artifactKey = (config: string): string => `fanal::artifact::${digest(`key of ${config}`)}`;
export const analysis = (diffId: string, text: string): Buffer =>
  Buffer.from(JSON.stringify({ SchemaVersion: 2, DiffID: diffId, CreatedBy: 'RUN secret', text }));
export const all = (): boolean => true;

export const [debian, empty] = [
  { layer: digest('debian'), diffId: digest('debian, unpacked') },
  { layer: digest('empty'), diffId: digest('empty, unpacked') },
];
export const imageOf = (...parts: { layer: string; diffId: string }[]): AnalysedImage => ({
  config: digest(JSON.stringify(parts)),
  layers: parts.map(({ layer }) => layer),
  diffIds: parts.map(({ diffId }) => diffId),
});

/** A store and scans over it, as Trivy does them. */
export const keyspaceRoom = () => {
  const store = memoryAnalysisStore();
  const time = { now: 1_000_000 };
  const analyses = analysesOf('0.68.2', { store, clock: () => time.now, lifeMs: 30 * day });
  const failures: unknown[] = [];
  const timer = handTimer();
  const open = (image: AnalysedImage, options: Partial<ScanKeyspaceOptions> = {}, from: Analyses = analyses) =>
    scanKeyspace(from, image, {
      ...{ afresh: false, mostBytes: 100_000, readMs: 2_000, timer: timer.set },
      onFailure: (error) => failures.push(error),
      ...options,
    });
  /** What a scan finds, the content of unknown layers being their name; like Trivy it asks for all again at the end. */
  const scan = async (
    image: AnalysedImage,
    options: Partial<ScanKeyspaceOptions> & { isVerified?: () => boolean; isFalsified?: boolean } = {},
  ) => {
    const keyspace = open(image, options);
    const missing = new Set<number>();
    for (const [index, diffId] of image.diffIds.entries()) {
      if ((await keyspace.get(blobKey(diffId))) === undefined) missing.add(index);
    }
    const knewArtifact = (await keyspace.get(artifactKey(image.config))) !== undefined;
    for (const index of missing) {
      const diffId = image.diffIds[index]!;
      await keyspace.set(blobKey(diffId), analysis(diffId, options.isFalsified ? 'false' : image.layers[index]!));
    }
    if (!knewArtifact) await keyspace.set(artifactKey(image.config), Buffer.from('{"OS":"linux"}'));
    const found = await Promise.all(image.diffIds.map((diffId) => keyspace.get(blobKey(diffId))));
    // Of a scan that a transfer failed of nobody asks for more.
    const ids = options.isFalsified ? undefined : await keyspace.commit(options.isVerified ?? all);
    const texts = found.map((value) => JSON.parse(Buffer.from(value!).toString()).text as string);
    return { texts, fetched: [...missing], ids };
  };
  return { store, time, timer, failures, open, scan, analyses };
};
