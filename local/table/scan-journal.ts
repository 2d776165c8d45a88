import { closeSync, ftruncateSync, mkdirSync, openSync, readdirSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { ManifestScan } from '../../functions/scans/ports.ts';
import { scanOfLine } from './scan-line.ts';

const scansAtOnce = 1_000;

/** Sightings on disk that may not be in the table yet: files of numbered segments, made of the lines of scan-line.ts. */
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
  /** a thousand at a time */
  readSegment(segment: number): Iterable<ManifestScan[]>;
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

function* readLines(path: string): Generator<ManifestScan[]> {
  const text = readFileSync(path, 'utf8');
  let scans: ManifestScan[] = [];
  for (let start = 0; start < text.length; ) {
    const end = text.indexOf('\n', start);
    // Without an end it is the last line of a process that was killed while it wrote: nobody was promised it.
    if (end < 0) break;
    const scan = readLine(text.slice(start, end));
    if (scan !== undefined) scans.push(scan);
    start = end + 1;
    if (scans.length < scansAtOnce) continue;
    yield scans;
    scans = [];
  }
  yield scans;
}

// What a disk spoiled must not keep the rest from being read.
function readLine(line: string): ManifestScan | undefined {
  try {
    return scanOfLine(line);
  } catch {
    return undefined;
  }
}
