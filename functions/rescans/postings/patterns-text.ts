import { createHash } from 'node:crypto';
import type { PatternWatch } from '../watches/in-effect.ts';

/** A text that is another one when other watches of repositories decide what is watched. */
export function patternsText(patterns: readonly PatternWatch[]): string {
  const said = patterns.map(({ watch: { target, mode } }) => JSON.stringify([target, mode])).toSorted();
  return createHash('sha256').update(said.join('\n')).digest('hex');
}
