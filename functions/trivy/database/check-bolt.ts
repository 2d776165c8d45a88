import { setImmediate } from 'node:timers/promises';
import { withBoltFile } from './bolt-file.ts';
import { inlineRoot } from './bolt-page.ts';
import { broken } from './broken.ts';

const vulnerabilityBucket = 'vulnerability';
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
export function checkBolt(path: string): Promise<BoltSummary> {
  return withBoltFile(path, async ({ size, pageSize, root, highWater, page }) => {
    if (highWater * pageSize > size) throw broken('its end is missing');
    const seen = new Uint8Array(highWater);
    const steps: Step[] = [{ page: root }];
    let vulnerabilities = 0;
    for (let looked = 1; steps.length > 0; looked++) {
      const { page: id, inside } = steps.pop()!;
      const content = page(id);
      if (seen[id] === 1) throw broken(`page ${id} is met twice`);
      seen[id] = 1;
      if (inside === vulnerabilityBucket && content.isLeaf) vulnerabilities += content.count;
      const below = (page: number): Step => ({ page, ...(inside !== undefined && { inside }) });
      steps.push(...content.children.map(below));
      for (const { key, root: page } of content.buckets) {
        if (page !== inlineRoot) steps.push({ page, inside: inside ?? key.toString() });
      }
      if (looked % pagesPerTurn === 0) await setImmediate();
    }
    return { bytes: size, vulnerabilities };
  });
}
