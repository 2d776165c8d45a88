import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DrydockError, type ErrorCode } from '../../functions/errors.ts';
import { type ImageScan, isFinal } from '../../functions/scans/image/image-scan.ts';
import { runImageScan } from '../../functions/scans/image/run.ts';
import { type ImageWorld, imageWorld, scannedImage } from '../scans/image/image-world.ts';
import { expectAllSettled, expectSound, faultyDeps, turns } from './faulty-world.ts';

type Action =
  | { do: 'submit'; tenant: string; image: string; fresh: boolean; isPrivate: boolean }
  | { do: 'deliver'; message: number }
  | { do: 'crash'; message: number; at: number; isAfter: boolean }
  | { do: 'fail'; message: number; code: ErrorCode }
  /** a worker that stops for a while in the middle of its scan */
  | { do: 'stall'; message: number }
  | { do: 'resume'; worker: number }
  | { do: 'tick'; ms: number }
  | { do: 'sweep' };

const message = fc.nat(11);
const action: fc.Arbitrary<Action> = fc.oneof(
  fc.record({
    do: fc.constant('submit' as const),
    tenant: fc.constantFrom('alice', 'bob'),
    image: fc.constantFrom('nginx', 'redis'),
    fresh: fc.boolean(),
    isPrivate: fc.boolean(),
  }),
  fc.record({ do: fc.constant('deliver' as const), message }),
  fc.record({ do: fc.constant('crash' as const), message, at: fc.integer({ min: 1, max: 9 }), isAfter: fc.boolean() }),
  fc.record({
    do: fc.constant('fail' as const),
    message,
    code: fc.constantFrom<ErrorCode>('registry_unavailable', 'broken_image', 'scanner_oom', 'internal'),
  }),
  fc.record({ do: fc.constant('stall' as const), message }),
  fc.record({ do: fc.constant('resume' as const), worker: fc.nat(5) }),
  fc.record({ do: fc.constant('tick' as const), ms: fc.constantFrom(1_000, 15_000, 61_000, 125_000) }),
  fc.record({ do: fc.constant('sweep' as const) }),
);

/** Each lets its worker go on. */
type Stalled = (() => void)[];

async function perform(world: ImageWorld, stalled: Stalled, one: Action): Promise<void> {
  if (one.do === 'resume') stalled.splice(one.worker % Math.max(1, stalled.length), 1)[0]?.();
  else if (one.do === 'tick') world.pass(one.ms);
  else if (one.do === 'sweep') await world.sweep();
  else if (one.do === 'submit') {
    const { tenant, image, fresh, isPrivate } = one;
    const who = { tenant, subject: tenant, scopes: ['scan:write' as const] };
    await world.submit({ image, fresh, ...(isPrivate && { credentials: { token: 't' } }) }, who);
  } else if (world.rung.length > 0) await deliver(world, stalled, one);
  await turns();
}

/** Any message that ever was, again or for the first time, in any order. */
async function deliver(world: ImageWorld, stalled: Stalled, one: Extract<Action, { message: number }>): Promise<void> {
  const chosen = world.rung[one.message % world.rung.length]!;
  let uses = 0;
  const fault = one.do === 'crash' ? (one.isAfter ? 'dies after effect' : 'dies') : undefined;
  const deps = faultyDeps(world, () => {
    uses += 1;
    return one.do === 'crash' && uses === one.at ? fault : undefined;
  });
  world.script.scan = async () => {
    // What it found is its own, so that a late write would show.
    if (one.do === 'stall') await new Promise<void>((resolve) => stalled.push(resolve));
    if (one.do === 'stall') return scannedImage([{ id: `CVE-${stalled.length}`, severity: 'LOW' }]);
    if (one.do === 'fail') throw new DrydockError(one.code, 'scripted');
    return scannedImage();
  };
  const run = runImageScan(one.do === 'stall' ? { ...deps, timer: () => () => {} } : deps, chosen);
  // A worker that stalls keeps its clock still as well: no renewal tells it that it is late.
  await (one.do === 'crash' || one.do === 'stall' ? Promise.race([run, turns(4)]) : run);
}

const nameOf = ({ tenant, id, generation }: ImageScan) => `${tenant} ${id} ${generation}`;
// That a result was entered in the history is not part of the state.
const stateOf = ({ due: _, fence: _fence, ...state }: ImageScan) => JSON.stringify(state);

describe('image scans as a model', () => {
  it('faults: whatever happens in whatever order, I1 to I5 hold (F3)', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(action, { maxLength: 40 }), async (actions) => {
        const world = imageWorld();
        const stalled: Stalled = [];
        const finals = new Map<string, string>();
        const generations = new Map<string, number>();
        const look = async () => {
          for (const scan of world.deps.scans.rows.values()) {
            // I2: a final state never changes except by a higher generation.
            const last = generations.get(`${scan.tenant} ${scan.id}`) ?? 0;
            expect(scan.generation).toBeGreaterThanOrEqual(last);
            generations.set(`${scan.tenant} ${scan.id}`, scan.generation);
            const known = finals.get(nameOf(scan));
            if (known !== undefined) expect(stateOf(scan)).toBe(known);
            if (isFinal(scan)) finals.set(nameOf(scan), stateOf(scan));
            await expectSound(world, scan);
          }
          // I5: a tenant's rows are found under its own name only.
          for (const tenant of ['alice', 'bob']) {
            const { scans } = await world.deps.scans.list({ tenant, limit: 100 });
            expect(scans.every((scan) => scan.tenant === tenant)).toBe(true);
          }
        };
        for (const one of actions) {
          await perform(world, stalled, one);
          await look();
        }
        // I1: no scan stays unfinished past its deadline plus one sweep.
        world.time.now += world.deps.limits.deadlineMs;
        await world.sweep();
        await look();
        world.time.now += world.deps.limits.leaseMs;
        await world.sweep();
        await expectAllSettled(world);
        for (const resume of stalled) resume();
        await turns(4);
        await look();
      }),
      { numRuns: 1_000 },
    );
  });
});
