import { describe, expect, it } from 'vitest';
import { runImageScan } from '../../functions/scans/image/run.ts';
import { submitImageScan } from '../../functions/scans/image/submit.ts';
import { sweepImageScans } from '../../functions/scans/image/sweep.ts';
import { alice, imageWorld } from '../scans/image/image-world.ts';
import type { PortFault } from './faulty-port.ts';
import { expectAllSettled, faultyDeps, turns } from './faulty-world.ts';

const minute = 60_000;

// A fault at the nth use of any port; `uses` tells how many there were.
function nth(at: number, fault: PortFault) {
  const uses: string[] = [];
  const plan = (operation: string): PortFault | undefined => {
    uses.push(operation);
    return uses.length === at ? fault : undefined;
  };
  return { uses, plan };
}

/** Redelivers, lets time pass, sweeps and runs what is rung, until nothing moves. */
async function recover(world: ReturnType<typeof imageWorld>): Promise<void> {
  let delivered = 0;
  for (let round = 0; round < 8; round += 1) {
    while (delivered < world.rung.length) {
      await world.run(world.rung[delivered]!);
      delivered += 1;
    }
    world.time.now += 2 * minute;
    await world.sweep();
  }
}

async function usesOf(
  run: (world: ReturnType<typeof imageWorld>, plan: (operation: string) => undefined) => Promise<unknown>,
) {
  const uses: string[] = [];
  await run(imageWorld(), (operation) => void uses.push(operation));
  return uses.length;
}

type World = ReturnType<typeof imageWorld>;
type Plan = Parameters<typeof faultyDeps>[1];

const processes: readonly [string, (world: World, plan: Plan) => Promise<unknown>][] = [
  [
    'a worker',
    async (world, plan) => {
      await world.submit();
      return runImageScan(faultyDeps(world, plan), world.rung[0]!);
    },
  ],
  [
    'a worker that has to resolve the tag',
    async (world, plan) => {
      const { resolve } = world.script;
      world.script.resolve = () => new Promise(() => {});
      const pending = world.submit();
      await turns();
      world.pass(3_000);
      await pending;
      world.script.resolve = resolve;
      return runImageScan(faultyDeps(world, plan), world.rung[0]!);
    },
  ],
  [
    'a submit',
    (world, plan) => submitImageScan(faultyDeps(world, plan), alice, { image: 'nginx:1.27', idempotencyKey: 'k' }),
  ],
  [
    'a sweeper',
    async (world, plan) => {
      world.script.ring = () => Promise.reject(new Error('lost'));
      await world.submit();
      world.script.ring = async () => {};
      world.time.now += 2 * minute;
      return sweepImageScans(faultyDeps(world, plan));
    },
  ],
];

describe.each(processes)('%s', (name, run) => {
  it.each(['dies', 'dies after effect', 'fails', 'fails after effect'] as const)(
    `faults: ${name} that %s at any of its uses of a port loses no scan and makes none double`,
    async (fault) => {
      const count = await usesOf(run);
      expect(count).toBeGreaterThan(2);
      for (let at = 1; at <= count; at += 1) {
        const world = imageWorld();
        const { plan, uses } = nth(at, fault);
        const broken = run(world, plan).catch(() => undefined);
        await turns();
        // Redelivered while the lease still holds: no work is done twice at the same time.
        for (const message of [...world.rung]) await world.run(message);
        await recover(world);
        await Promise.race([broken, turns()]);
        // A client whose submit came to nothing asks again.
        if (world.deps.scans.rows.size === 0) await world.submit();
        await recover(world);
        const place = `${fault} at ${at}: ${uses[at - 1]}`;
        expect(world.deps.scans.rows.size, place).toBe(1);
        const [scan] = world.deps.scans.rows.values();
        expect(scan, place).toMatchObject({ status: 'done', generation: 1 });
        expect(world.deps.images.results.size, place).toBe(1);
        await expectAllSettled(world);
      }
    },
  );
});
