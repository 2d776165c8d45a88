import { DrydockError } from '../../errors.ts';

/**
 * Trivy's analysis of a layer as it is kept for other images: without the line of the build file, which is the image's own and
 * none of theirs. Throws DrydockError `scanner_contract` when it is not about a layer of this diff id.
 */
export function sharedValue(value: Buffer, diffId: string): Buffer {
  const analysis = readObject(value);
  if (analysis?.DiffID !== diffId) {
    throw new DrydockError('scanner_contract', 'the scanner wrote the analysis of another layer than it asked for');
  }
  const { CreatedBy: _, ...shared } = analysis;
  return Buffer.from(JSON.stringify(shared));
}

/** Whether an analysis of a layer as Trivy writes it, in compact JSON, names an operating system. */
export const namesSystem = (value: Buffer): boolean => value.includes('"OS":{"Family":"');

function readObject(value: Buffer): Record<string, unknown> | undefined {
  try {
    return Object(JSON.parse(value.toString())) as Record<string, unknown>;
  } catch {
    return undefined;
  }
}
