import type { Path, Value } from '../value.ts';
import { parseDocument } from './parse-document.ts';
import { readYaml } from './read.ts';
import { sourceText } from './source-text.ts';

export interface Located {
  value: Value;
  /** The line (from 1) of the key or list item at a path; undefined when there is none. */
  lineOf(path: Path): number | undefined;
}

/** Reads a YAML text and remembers where its keys and list items stand. Throws YamlError. */
export const locateYaml = (source: Uint8Array): Located => {
  const nodes = parseDocument(sourceText(source));
  const lineOf = (path: Path): number | undefined => {
    let at = 0;
    let line = nodes[0]?.line;
    for (const step of path) {
      const parent = nodes[at];
      if (parent === undefined) return undefined;
      let child = at + 1;
      let index = 0;
      let found = false;
      while (child < parent.end) {
        if (typeof step === 'number' ? index === step : nodes[child]!.text === step) {
          line = nodes[child]!.line;
          at = typeof step === 'number' ? child : nodes[child]!.end;
          found = true;
          break;
        }
        child = nodes[child]!.end;
        if (typeof step === 'string') child = nodes[child]!.end;
        index++;
      }
      if (!found) return undefined;
    }
    return line === undefined ? undefined : line + 1;
  };
  return { value: readYaml(source), lineOf };
};
