// npm run bench:bucket: a database of 800 MB from a bucket on loopback to the disk, against copying the same file.
import { randomFillSync } from 'node:crypto';
import { once } from 'node:events';
import { copyFileSync, createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { s3DatabaseObjects } from '../functions/storage/objects/s3-database-objects.ts';
import { packFile, unpackFile } from '../functions/trivy/database/bucket/packed-file.ts';
import { bucketStandIn } from '../test/contract/bucket-stand-in.ts';
import { median } from './harness/figures.ts';

const megabytes = 800;
const rounds = 3;
const megabyte = 1_000_000;

/** A file that packs about as well as Trivy's database does: one byte in nine is noise. */
async function writeLikeDatabase(path: string): Promise<void> {
  const file = createWriteStream(path);
  const block = Buffer.alloc(megabyte, '{"FixedVersion":"1.2.3-4+deb12u1"}');
  for (let written = 0; written < megabytes; written += 1) {
    for (let at = 0; at < block.length; at += 9_000) randomFillSync(block, at, 1_000);
    if (!file.write(Buffer.from(block))) await once(file, 'drain');
  }
  file.end();
  await finished(file);
}

const timed = async (work: () => unknown): Promise<number> => {
  const started = performance.now();
  await work();
  return (performance.now() - started) / 1000;
};

const directory = mkdtempSync(join(tmpdir(), 'drydock-bench-'));
const bucket = await bucketStandIn();
try {
  const objects = s3DatabaseObjects(bucket.client, 'bench');
  const path = join(directory, 'trivy.db');
  await writeLikeDatabase(path);
  const packing = await timed(() => packFile(objects, path, 'warm-up'));
  const packed = await packFile(objects, path, 'database');
  const stored = [...bucket.objects.entries()].filter(([key]) => key.includes('/database.'));
  const bytes = stored.reduce((sum, [, { body }]) => sum + body.length, 0);
  const copies: number[] = [];
  const fetches: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    copies.push(await timed(() => copyFileSync(path, join(directory, 'copy'))));
    fetches.push(await timed(() => unpackFile(objects, packed, 'database', join(directory, 'fetched'))));
  }
  const [copy, fetch] = [median(copies), median(fetches)];
  const { maxRSS } = process.resourceUsage();
  console.log(`${megabytes} MB in ${packed.parts.length} parts, ${(bytes / megabyte).toFixed(0)} MB packed`);
  console.log(`packed and stored in ${packing.toFixed(1)} s`);
  console.log(`fetched, checked, unpacked, written in ${fetch.toFixed(2)} s: ${(megabytes / fetch).toFixed(0)} MB/s`);
  console.log(`${(fetch / copy).toFixed(1)} x a plain copy of the file (${copy.toFixed(2)} s)`);
  console.log(`memory of this process, the bucket's objects in it: ${(maxRSS / 1024).toFixed(0)} MiB at most`);
} finally {
  await bucket.close();
  rmSync(directory, { recursive: true });
}
