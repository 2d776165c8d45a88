import { closeSync, ftruncateSync, mkdirSync, openSync, readdirSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { ManifestScan } from '../../functions/scans/ports.ts';

/** Sightings on disk that may not be in the table yet: files of numbered segments, one JSON text a line. */
export interface ScanJournal {
  /** the segment that is written to; numbers only grow, over restarts too */
  readonly segment: number;
  /** Adds lines, as a whole or not at all. Throws what the disk throws. */
  append(lines: string): void;
  /** Begins a new segment; the old one takes no more. */
  rotate(): void;
  /** Deletes all segments up to this one: their sightings are in the table. */
  drop(upTo: number): void;
  /** Segments that an earlier process left behind, in order. */
  readonly left: readonly number[];
  readSegment(segment: number): ManifestScan[];
  close(): void;
}

/** Opens the journal of a directory, made when absent. */
export function openJournal(directory: string, now: number): ScanJournal {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const left = segmentsIn(directory);
  let segment = (left.at(-1) ?? now) + 1;
  let file = openSync(fileOf(directory, segment), 'a', 0o600);
  let length = 0;
  return {
    left,
    get segment() {
      return segment;
    },
    append(lines) {
      const bytes = Buffer.from(`${lines}\n`);
      try {
        for (let done = 0; done < bytes.length; ) done += writeSync(file, bytes, done);
      } catch (error) {
        ftruncateSync(file, length);
        throw error;
      }
      length += bytes.length;
    },
    rotate() {
      const next = openSync(fileOf(directory, segment + 1), 'a', 0o600);
      closeSync(file);
      file = next;
      segment += 1;
      length = 0;
    },
    drop(upTo) {
      for (const old of segmentsIn(directory)) {
        if (old <= upTo && old !== segment) rmSync(fileOf(directory, old), { force: true });
      }
    },
    readSegment: (old) => readLines(fileOf(directory, old)),
    close: () => closeSync(file),
  };
}

const fileOf = (directory: string, segment: number): string => join(directory, `${segment}.ndjson`);

function segmentsIn(directory: string): number[] {
  const numbers = readdirSync(directory).map((name) => /^(\d+)\.ndjson$/.exec(name)?.[1]);
  return numbers.flatMap((text) => (text === undefined ? [] : [Number(text)])).sort((a, b) => a - b);
}

function readLines(path: string): ManifestScan[] {
  const scans: ManifestScan[] = [];
  for (const line of readFileSync(path, 'utf8').split('\n')) {
    try {
      if (line !== '') scans.push(JSON.parse(line));
    } catch {
      // The last line of a process that was killed while it wrote: nobody was promised more than was written whole.
    }
  }
  return scans;
}
