import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type { Principal } from '../../functions/access/principal.ts';
import { keyVerifier } from '../../functions/access/verify-key.ts';
import { defaultSchedules } from '../../functions/rescans/plan/triggers.ts';
import { defaultRunSettings } from '../../functions/rescans/runs/run.ts';
import { defaultWatchSettings } from '../../functions/rescans/watches/watch.ts';
import { waitForImageScan } from '../../functions/scans/image/wait.ts';
import { keyRoom } from '../access/keys.ts';
import { sampleApp } from '../api/sample-app.ts';
import { notifyWorld } from '../notify/notify-world.ts';
import { memoryRunStore, memoryWatchStore } from '../rescans/memory-run-store.ts';
import { rescanWorld } from '../rescans/rescan-world.ts';

type Verify = ReturnType<typeof keyVerifier>;
export type CallerOf = (event: APIGatewayProxyEventV2) => Principal | Promise<Principal>;

/** The real app with every resource over stores in memory, with real keys; a host says who calls. */
export function securedApp(host: (verify: Verify) => CallerOf) {
  const world = rescanWorld();
  const keys = keyRoom();
  const { clock, deploymentKey } = world.deps;
  const watches = memoryWatchStore(clock);
  const rescans = { ...world.deps, watches, watchSettings: defaultWatchSettings };
  const runs = {
    ...world.deps,
    watches,
    runs: memoryRunStore(clock),
    runSettings: defaultRunSettings,
    queue: { ring: async () => {} },
    rematcher: { database: async () => ({ generation: 'g1' }) },
    schedules: defaultSchedules,
  };
  const verify = keyVerifier(keys);
  const sample = sampleApp({
    ...{ keys, rescans, runs, deploymentKey, clock },
    images: { ...world.deps, wait: (scan, ms) => waitForImageScan(world.deps, scan, ms) },
    notifications: notifyWorld().deps,
    callerOf: host(verify),
  });
  return { ...sample, world, keys, verify };
}

export type SecuredApp = ReturnType<typeof securedApp>;
