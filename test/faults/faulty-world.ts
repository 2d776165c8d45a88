import { expect } from 'vitest';
import { DrydockError } from '../../functions/errors.ts';
import { type ImageScan, isFinal } from '../../functions/scans/image/image-scan.ts';
import { readReport } from '../../functions/scans/image/read.ts';
import type { ImageWorld } from '../scans/image/image-world.ts';
import { type FaultPlan, faultyPort, type MortalProcess } from './faulty-port.ts';

const ports = ['scans', 'images', 'reports', 'idempotency', 'queue', 'resolver', 'scanner'] as const;
const unavailable = () => new DrydockError('storage_unavailable', 'injected');

/** The dependencies of one process whose uses of every port follow a plan. */
export function faultyDeps(world: ImageWorld, plan: FaultPlan): ImageWorld['deps'] & { process: MortalProcess } {
  const process: MortalProcess = { isDead: false };
  const deps = { ...world.deps, process };
  for (const name of ports) {
    (deps as Record<string, unknown>)[name] = faultyPort(name, world.deps[name], process, plan, unavailable);
  }
  return deps;
}

/** Lets every promise come as far as it can, those that wait for a worker of this process as well. */
export async function turns(count = 3): Promise<void> {
  for (let turn = 0; turn < count; turn += 1) await new Promise<void>((resolve) => setImmediate(resolve));
}

/** I3 and I4: what is visible is whole, and a pass comes from a scan that looked at something. */
export async function expectSound(world: ImageWorld, scan: ImageScan): Promise<void> {
  if (scan.status !== 'done') return expect(scan.result).toBeUndefined();
  const report = await readReport(world.deps, scan);
  expect(report.ArtifactName).not.toContain('127.0.0.1');
  if (scan.result?.verdict !== 'pass') return;
  const { os, library } = scan.result.coverage.packages;
  expect(os + library).toBeGreaterThan(0);
}

/** Every scan is final and sound, every done one once in the history of its image, nothing else is. */
export async function expectAllSettled(world: ImageWorld): Promise<void> {
  const scans = [...world.deps.scans.rows.values()];
  expect(scans.filter((scan) => !isFinal(scan))).toEqual([]);
  for (const scan of scans) await expectSound(world, scan);
  const done = scans.filter(({ status }) => status === 'done');
  const results = [...world.deps.images.results.values()];
  for (const { id, tenant, generation } of done) {
    expect(
      results.filter((one) => one.scan === id && one.tenant === tenant && one.generation === generation),
    ).toHaveLength(1);
  }
}
