import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DrydockError } from '../../functions/errors.ts';
import { isFinal } from '../../functions/scans/image/image-scan.ts';
import type { ScanMessage } from '../../functions/scans/image/ports.ts';
import { runImageScan } from '../../functions/scans/image/run.ts';
import { submitImageScan } from '../../functions/scans/image/submit.ts';
import { sweepImageScans } from '../../functions/scans/image/sweep.ts';
import { jobWorkers } from '../../local/jobs/job-workers.ts';
import { alice, imageWorld } from '../scans/image/image-world.ts';
import type { PortFault } from './faulty-port.ts';
import { expectAllSettled, faultyDeps, turns } from './faulty-world.ts';

const jobs = Number(process.env.DRYDOCK_FAULT_JOBS ?? 100);
const rate = 0.2;

// A small generator of numbers, so that a run can be repeated by its seed.
function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

async function runAll(seed: number): Promise<{ done: number; failed: number; faults: number }> {
  const next = random(seed);
  let faults = 0;
  const plan = (): PortFault | undefined => {
    if (next() >= rate) return undefined;
    faults += 1;
    return next() < 0.5 ? 'fails' : 'fails after effect';
  };
  const world = imageWorld();
  const deps = faultyDeps(world, plan);
  const workers = jobWorkers<ScanMessage>({
    ...{ workers: 4, deliveries: 10, againAfterMs: 30_000, timer: world.timer.set },
    run: (message, signal) => runImageScan(deps, message, signal),
    bury: async () => {},
  });
  // The real queue behind the faulty one.
  world.deps.queue.ring = (message) => workers.ring(message);
  for (let job = 0; job < jobs; job += 1) {
    const request = { image: `app-${job}`, idempotencyKey: `key-${job}` };
    for (let attempt = 0; ; attempt += 1) {
      const isThrough = await submitImageScan(deps, alice, request).then(
        () => true,
        (error: unknown) => {
          expect(error).toBeInstanceOf(DrydockError);
          return false;
        },
      );
      if (isThrough) break;
      // As a client would: later, with the same key.
      world.pass(31_000);
      expect(attempt).toBeLessThan(50);
    }
  }
  const isUnfinished = () =>
    [...world.deps.scans.rows.values()].some((scan) => !isFinal(scan) || scan.due !== undefined);
  for (let minutes = 0; minutes < 180 && isUnfinished(); minutes += 1) {
    for (let step = 0; step < 12; step += 1) {
      world.pass(5_000);
      await turns(1);
    }
    await sweepImageScans(deps).catch(() => undefined);
  }
  await workers.close();
  await expectAllSettled(world);
  expect(world.deps.scans.rows.size).toBe(jobs);
  const scans = [...world.deps.scans.rows.values()];
  for (const scan of scans.filter(({ status }) => status === 'failed')) {
    expect(scan.error).toMatchObject({ retryable: true });
  }
  const done = scans.filter(({ status }) => status === 'done').length;
  return { done, failed: jobs - done, faults };
}

describe('many scans', () => {
  it(`faults: of ${jobs} scans with a fault in every fifth use of a port none is lost and none is double`, async () => {
    const seed = fc.sample(fc.integer(), 1)[0]!;
    const { done, failed, faults } = await runAll(seed);
    const told = `seed ${seed}: ${done} done, ${failed} failed, ${faults} faults`;
    expect(done + failed, told).toBe(jobs);
    expect(faults, told).toBeGreaterThan(jobs);
    expect(done, told).toBeGreaterThan(jobs / 2);
  }, 120_000);
});
