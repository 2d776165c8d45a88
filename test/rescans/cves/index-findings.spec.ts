import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DrydockError } from '../../../functions/errors.ts';
import { forgetFindings } from '../../../functions/rescans/cves/index-findings.ts';
import type { ImageRecord } from '../../../functions/scans/image/image-record.ts';
import { digestFor, imageScanIdFor } from '../../contract/sample-image-scan.ts';
import { faultyPort } from '../../faults/faulty-port.ts';
import { expectFoundUnder, indexRoom } from './index-room.ts';

const anyReport = fc.array(
  fc.record({
    id: fc.constantFrom('CVE-1', 'CVE-2', 'CVE-3', 'CVE-4'),
    name: fc.constantFrom('openssl', 'zlib'),
    severity: fc.constantFrom('HIGH', 'LOW'),
  }),
  { maxLength: 4 },
);

describe('findings by CVE', () => {
  it('findings by CVE: results in any order, and more than once, end with those of the newest', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyReport, { minLength: 1, maxLength: 4 }),
        fc.array(fc.nat(9)),
        async (found, order) => {
          const one = await indexRoom(found);
          for (const at of order) await one.enter(one.images[at % found.length]!);
          for (const image of one.images.toReversed()) await one.enter(image);
          expectFoundUnder(one, found.at(-1)!);
        },
      ),
    );
  });

  it('findings by CVE: workers that die or are late at any point leave nothing that the sweeper does not put right', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyReport, { minLength: 2, maxLength: 3 }),
        fc.array(fc.option(fc.record({ at: fc.nat(30), isAfter: fc.boolean() })), { minLength: 3, maxLength: 3 }),
        fc.scheduler(),
        async (found, deaths, scheduler) => {
          const one = await indexRoom(found);
          const workers = one.images.map((image, worker) => {
            let uses = 0;
            const death = deaths[worker];
            const plan = () => {
              uses += 1;
              if (death == null || uses !== death.at) return undefined;
              return death.isAfter ? ('dies after effect' as const) : ('dies' as const);
            };
            const process = { isDead: false };
            const late = inTurn(one.deps.cves, scheduler);
            const cves = faultyPort('cves', late, process, plan, () => new Error('never'));
            return one.enter(image, { ...one.deps, cves });
          });
          const ends = Promise.allSettled(workers);
          await scheduler.waitIdle();
          await Promise.race([ends, new Promise((resolve) => setImmediate(resolve))]);
          // The scans of the dead are still due: the sweeper enters them again.
          for (const image of one.images) await one.enter(image);
          expectFoundUnder(one, found.at(-1)!);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('findings by CVE: rows that a late worker leaves behind a newer result go when its scan is entered again', async () => {
    const [stale, current] = [
      { id: 'CVE-1', severity: 'LOW' },
      { id: 'CVE-2', severity: 'LOW' },
    ];
    const one = await indexRoom([[stale], [current]]);
    const [older, newer] = one.images as [ImageRecord, ImageRecord];
    const process = { isDead: false };
    let resume = () => {};
    const paused = new Promise<void>((resolve) => {
      resume = resolve;
    });
    const cves = {
      ...one.deps.cves,
      putAffected: async (row: Parameters<typeof one.deps.cves.putAffected>[0]) => {
        await paused;
        await one.deps.cves.putAffected(row);
        process.isDead = true;
      },
    };
    void one.enter(older, {
      ...one.deps,
      cves: faultyPort(
        'cves',
        cves,
        process,
        () => undefined,
        () => new Error(),
      ),
    });
    await new Promise((resolve) => setImmediate(resolve));
    await one.enter(newer);
    resume();
    await new Promise((resolve) => setImmediate(resolve));
    expect([...one.deps.cves.rows.values()].map(({ cve }) => cve).toSorted()).toEqual(['CVE-1', 'CVE-2']);
    await one.enter(older);
    expectFoundUnder(one, [current]);
  });

  it.each(['markCve', 'removeCve'] as const)(
    'findings by CVE: an image that comes around %s of the dropped entry keeps it',
    async (moment) => {
      const one = await indexRoom([[{ id: 'CVE-1', severity: 'LOW' }], []]);
      const [first, without] = one.images as [ImageRecord, ImageRecord];
      await one.enter(first);
      const other = { ...first, digest: digestFor('other'), scan: imageScanIdFor('other') };
      const cves = {
        ...one.deps.cves,
        [moment]: async (key: Parameters<typeof one.deps.cves.markCve>[0], mark: string) => {
          if (moment === 'removeCve') await one.enter(other);
          const answer = await one.deps.cves[moment](key, mark);
          if (moment === 'markCve') await one.enter(other);
          return answer;
        },
      };
      await one.enter(without, { ...one.deps, cves });
      expect([...one.deps.cves.rows.values()].map(({ digest }) => digest)).toEqual([other.digest]);
      const entries = [...one.deps.cves.entries.values()];
      expect(entries.map(({ cve, mark }) => [cve, mark])).toEqual([['CVE-1', undefined]]);
    },
  );

  it('findings by CVE: an image that others keep changing is left to the sweeper', async () => {
    const one = await indexRoom([[{ id: 'CVE-1', severity: 'LOW' }]]);
    const cves = { ...one.deps.cves, replaceIndex: async () => false };
    const busy = one.enter(one.images[0]!, { ...one.deps, cves });
    await expect(busy).rejects.toEqual(expect.objectContaining({ code: 'storage_unavailable' }));
    await expect(forgetFindings({ ...one.deps, cves }, one.images[0]!)).resolves.toBeUndefined();
  });

  it('findings by CVE: a failing row is told when those under way have ended, and done again', async () => {
    const found = ['CVE-1', 'CVE-2', 'CVE-3'].map((id) => ({ id, severity: 'LOW' }));
    const one = await indexRoom([found]);
    const putAffected = async () => {
      throw new DrydockError('storage_unavailable', 'injected');
    };
    const broken = one.enter(one.images[0]!, { ...one.deps, cves: { ...one.deps.cves, putAffected } });
    await expect(broken).rejects.toMatchObject({ code: 'storage_unavailable' });
    expect([...one.deps.cves.indexes.values()][0]?.doubts).toHaveLength(3);
    await one.enter(one.images[0]!);
    expectFoundUnder(one, found);
  });

  it('findings by CVE: a forgotten image is found under nothing', async () => {
    const one = await indexRoom([[{ id: 'CVE-1', severity: 'LOW' }]]);
    await one.enter(one.images[0]!);
    await forgetFindings(one.deps, one.images[0]!);
    expectFoundUnder(one, []);
  });
});

/** Each use of the port waits until the scheduler lets it go on. */
function inTurn<T extends object>(port: T, scheduler: fc.Scheduler): T {
  return new Proxy(port, {
    get(target, key) {
      const member = Reflect.get(target, key) as unknown;
      if (typeof member !== 'function') return member;
      return async (...given: unknown[]) => {
        await scheduler.schedule(Promise.resolve(), String(key));
        return Reflect.apply(member, target, given) as unknown;
      };
    },
  });
}
