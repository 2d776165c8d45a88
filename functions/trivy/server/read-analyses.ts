import { inParallel } from '../in-parallel.ts';

/** Where analyses of layers are kept: Trivy's blob JSON, under the layer's verified digest and Trivy's key. */
export interface AnalysisReader {
  /** undefined when it is not there, or damaged */
  read(layerDigest: string, key: string): Promise<Uint8Array | undefined>;
}

/** The analysis of one layer of an image, as its first scan named it. */
export interface AnalysedLayer {
  /** digest of the compressed layer, verified */
  digest: string;
  /** Trivy's name of the analysis */
  key: string;
  /** what the image's config says of the layer unpacked */
  diffId: string;
}

const schemaVersion = 2;

// A bucket takes tens of milliseconds for each.
const readsAtOnce = 8;

/** Analyses bottom to top; undefined when one is missing, or is not of its layer. Rejects as the reader does. */
export async function readAnalyses(
  reader: AnalysisReader,
  layers: readonly AnalysedLayer[],
): Promise<Uint8Array[] | undefined> {
  const documents: Uint8Array[] = [];
  let isWhole = true;
  await inParallel(readsAtOnce, layers.length, async (place) => {
    if (!isWhole) return;
    const { digest, key, diffId } = layers[place]!;
    const document = await reader.read(digest, key);
    if (document !== undefined && isOfLayer(document, diffId)) documents[place] = document;
    else isWhole = false;
  });
  return isWhole ? documents : undefined;
}

function isOfLayer(document: Uint8Array, diffId: string): boolean {
  try {
    const blob = JSON.parse(Buffer.from(document).toString()) as { SchemaVersion?: unknown; DiffID?: unknown };
    return blob.SchemaVersion === schemaVersion && blob.DiffID === diffId;
  } catch {
    return false;
  }
}
