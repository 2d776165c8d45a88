import { readYamlPart } from '../../functions/manifest/documents/read-document.ts';
import { type Part, splitDocuments } from '../../functions/manifest/documents/split.ts';

const isReadable = (body: Uint8Array, part: Part): boolean => {
  try {
    readYamlPart(body, part);
    return true;
  } catch {
    return false;
  }
};

/** Which document of a body cannot be read, and the line where it begins; empty when that is not what is wrong. */
export const describeFailure = (body: Uint8Array): string => {
  const parts = splitDocuments(body, Number.POSITIVE_INFINITY);
  const broken = parts.findIndex((part) => !isReadable(body, part));
  return broken < 0 ? '' : `document ${broken + 1} (from line ${parts[broken]!.line}): `;
};
