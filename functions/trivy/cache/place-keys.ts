import type { AnalysisPlace } from './analyses.ts';

/** An image whose documents were verified, as the registry gives it. */
export interface AnalysedImage {
  /** digest of the config */
  config: string;
  /** digests, bottom to top */
  layers: readonly string[];
  /** one for each layer; an id stands for one digest only */
  diffIds: readonly string[];
}

/** An analysis of this image; the layer's own diff id beside it. */
export interface ImagePlace extends AnalysisPlace {
  diffId?: string;
}

export interface PlacedKeys {
  /** What a key of Trivy's stands for; undefined for one that is not known to belong to any part of the image. */
  place(key: string): ImagePlace | undefined;
  /** Undefined until all are known. */
  ids(): ImageIds | undefined;
}

/** Trivy's ids of an image and its layers. */
export interface ImageIds {
  artifact: string;
  /** one for each layer, bottom to top, with the layer's digest */
  blobs: { layer: string; key: string }[];
}

const keyPattern = /^fanal::(blob|artifact)::(sha256:[0-9a-f]{64})$/;

/**
 * Tells which layer a key stands for by the order in which Trivy first asks: bottom to top, then the artifact. The key itself is a
 * hash over the diff id that the image claims, so that it proves nothing about content; and it is the same for the same diff id.
 */
export function placeKeys({ config, layers, diffIds }: AnalysedImage): PlacedKeys {
  const expected = [...new Set(diffIds)];
  const blobs = new Map<string, ImagePlace>();
  let artifact: ImagePlace | undefined;

  const next = (id: string): ImagePlace | undefined => {
    const diffId = expected[blobs.size];
    if (diffId === undefined || artifact !== undefined) return undefined;
    const place = { content: layers[diffIds.indexOf(diffId)]!, kind: 'blob', id, diffId } as const;
    blobs.set(id, place);
    return place;
  };
  return {
    place(key) {
      const [, kind, id] = keyPattern.exec(key) ?? [];
      if (id === undefined) return undefined;
      if (kind === 'blob') return blobs.get(id) ?? next(id);
      artifact ??= { content: config, kind: 'artifact', id };
      return artifact.id === id ? artifact : undefined;
    },
    ids() {
      if (artifact === undefined || blobs.size !== expected.length) return undefined;
      const idOf = new Map([...blobs.values()].map(({ diffId, id }) => [diffId, id]));
      return {
        artifact: artifact.id,
        blobs: diffIds.map((diffId, position) => ({ layer: layers[position]!, key: idOf.get(diffId)! })),
      };
    },
  };
}
