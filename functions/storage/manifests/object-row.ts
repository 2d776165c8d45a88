import type { ScannedObject } from '../../scans/ports.ts';

/** An object of a scan without the names of its fields: a scan may have a hundred. */
export type ObjectRow = [object: string, valid: 0 | 1, score: number, critical: number, passed: number, advise: number];

export const rowOfObject = (seen: ScannedObject): ObjectRow => [
  seen.object,
  seen.valid ? 1 : 0,
  seen.score,
  seen.critical,
  seen.passed,
  seen.advise,
];

export const scannedObject = ([object, valid, score, critical, passed, advise]: ObjectRow): ScannedObject => ({
  object,
  valid: valid === 1,
  score,
  critical,
  passed,
  advise,
});
