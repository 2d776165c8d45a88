import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { readBoltMeta } from './bolt-meta.ts';
import { overflowOf, readBoltPage } from './bolt-page.ts';
import { broken } from './broken.ts';

const vulnerabilityBucket = 'vulnerability';
const headBytes = 128 * 1024;
// A page is read in microseconds when nobody has to be waited for; others get a turn now and then.
const pagesPerTurn = 2_000;

/** A page to be looked at; `inside` says which bucket of the root it belongs to. */
interface Step {
  page: number;
  inside?: string;
}

export interface BoltSummary {
  bytes: number;
  /** entries of the bucket of vulnerabilities */
  vulnerabilities: number;
}

/**
 * Looks at every page that a bbolt file leads to: Trivy would notice a damaged one only when a scan reads it, and crash.
 * Rejects with DrydockError `database_broken`.
 */
export async function checkBolt(path: string): Promise<BoltSummary> {
  const file = openSync(path, 'r');
  try {
    const { size } = fstatSync(file);
    const { pageSize, root, highWater } = readBoltMeta(read(file, 0, Math.min(size, headBytes)));
    if (highWater * pageSize > size) throw broken('its end is missing');
    const seen = new Uint8Array(highWater);
    const steps: Step[] = [{ page: root }];
    let vulnerabilities = 0;
    for (let looked = 1; steps.length > 0; looked++) {
      const { page: id, inside } = steps.pop()!;
      const content = readPage(file, { id, pageSize, highWater });
      if (seen[id] === 1) throw broken(`page ${id} is met twice`);
      seen[id] = 1;
      if (inside === vulnerabilityBucket && content.isLeaf) vulnerabilities += content.count;
      const below = (page: number): Step => ({ page, ...(inside !== undefined && { inside }) });
      steps.push(...content.children.map(below));
      for (const { key, root: page } of content.buckets) steps.push({ page, inside: inside ?? key.toString() });
      if (looked % pagesPerTurn === 0) await setImmediate();
    }
    return { bytes: size, vulnerabilities };
  } finally {
    closeSync(file);
  }
}

function readPage(file: number, place: { id: number; pageSize: number; highWater: number }) {
  const { id, pageSize, highWater } = place;
  if (!(id >= 2 && id < highWater)) throw broken(`there is no page ${id}`);
  const first = read(file, id * pageSize, pageSize);
  const overflow = overflowOf(first);
  if (id + overflow >= highWater) throw broken(`page ${id} is longer than the file`);
  return readBoltPage(overflow === 0 ? first : read(file, id * pageSize, (overflow + 1) * pageSize), id);
}

function read(file: number, position: number, length: number): Buffer {
  const buffer = Buffer.allocUnsafe(length);
  if (readSync(file, buffer, 0, length, position) !== length) throw broken('its end is missing');
  return buffer;
}
