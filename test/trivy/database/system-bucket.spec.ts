import { mkdtempSync, rmSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readBuckets } from '../../../functions/trivy/database/read-buckets.ts';
import { hasAdvisoriesFor } from '../../../functions/trivy/database/system-bucket.ts';
import { type Bucket, writeBolt } from '../../../sample/database/write-bolt.ts';

describe('systems that a database knows', () => {
  it.each([
    ['alma', '9.3', 'alma 9'],
    ['alpine', '3.18.3', 'alpine 3.18'],
    ['alpine', 'edge', 'alpine edge'],
    ['amazon', '2 (Karoo)', 'amazon linux 2'],
    ['amazon', '2023.6.20241010 (Amazon Linux)', 'amazon linux 2023'],
    ['amazon', 'AMI release 2018.03', 'amazon linux 1'],
    ['azurelinux', '3.0.20240727', 'Azure Linux 3.0'],
    ['cbl-mariner', '2.0.20240123', 'CBL-Mariner 2.0'],
    ['centos', '7.9.2009', 'Red Hat'],
    ['chainguard', '20230214', 'chainguard'],
    ['debian', '12.1', 'debian 12'],
    ['oracle', '8.9', 'Oracle Linux 8'],
    ['photon', '3.0', 'Photon OS 3.0'],
    ['redhat', '9.4', 'Red Hat'],
    ['rocky', '9.3', 'rocky 9'],
    ['ubuntu', '22.04', 'ubuntu 22.04'],
    ['ubuntu', '16.04-ESM', 'ubuntu 16.04-ESM'],
    ['ubuntu', '20.04-ESM', 'ubuntu 20.04'],
    ['wolfi', '20230201', 'wolfi'],
  ])('database: advisories for %s %s are in the bucket "%s"', (family, release, bucket) => {
    const others = ['debian 1', 'alpine 3.1', 'ubuntu 22', 'vulnerability'];
    expect(hasAdvisoriesFor(new Set([...others, bucket]), { family, release })).toBe(true);
    expect(hasAdvisoriesFor(new Set(others), { family, release })).toBe(false);
  });

  it('database: a system whose bucket has no known name is not said to be without advisories', () => {
    expect(hasAdvisoriesFor(new Set(), { family: 'bottlerocket', release: '1.20' })).toBe(true);
  });

  describe('in a file', () => {
    let directory: string;
    beforeEach(() => {
      directory = mkdtempSync(join(tmpdir(), 'drydock-buckets-'));
    });
    afterEach(() => rmSync(directory, { recursive: true }));
    const written = (names: readonly string[]): string => {
      const path = join(directory, 'trivy.db');
      const large = Buffer.alloc(2_000, 'x');
      // Every other one has pages of its own, the rest lie in the page of their name.
      const bucket = (position: number): Bucket => new Map([['key', position % 2 === 0 ? large : Buffer.from('x')]]);
      writeBolt(path, new Map(names.map((name, position) => [name, bucket(position)])));
      return path;
    };

    it.each([1, 3, 500])('database: the names of %i buckets are read, large and small ones', async (count) => {
      const names = Array.from({ length: count }, (_, position) => `system ${position}`);
      expect([...(await readBuckets(written(names)))].toSorted()).toEqual(names.toSorted());
    });

    it('database: one that is cut off is broken', async () => {
      const path = written(['debian 12', 'alpine 3.18']);
      truncateSync(path, 3 * 4_096);
      await expect(readBuckets(path)).rejects.toMatchObject({ code: 'database_broken' });
    });
  });
});
