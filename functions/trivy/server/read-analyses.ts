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

/** Analyses bottom to top; undefined when one is missing, or is not of its layer. Rejects as the reader does. */
export async function readAnalyses(
  reader: AnalysisReader,
  layers: readonly AnalysedLayer[],
): Promise<Uint8Array[] | undefined> {
  const documents: Uint8Array[] = [];
  for (const layer of layers) {
    const document = await reader.read(layer.digest, layer.key);
    if (document === undefined || !isOfLayer(document, layer.diffId)) return undefined;
    documents.push(document);
  }
  return documents;
}

function isOfLayer(document: Uint8Array, diffId: string): boolean {
  try {
    const blob = JSON.parse(Buffer.from(document).toString()) as { SchemaVersion?: unknown; DiffID?: unknown };
    return blob.SchemaVersion === schemaVersion && blob.DiffID === diffId;
  } catch {
    return false;
  }
}
