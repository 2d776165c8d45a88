import type { Principal } from '../../functions/access/principal.ts';
import type { Answer } from '../../functions/api/answer.ts';
import type { AppDeps } from '../../functions/api/app-deps.ts';
import { waitForImageScan } from '../../functions/scans/image/wait.ts';
import { alice, imageWorld } from '../scans/image/image-world.ts';
import { request, type Wanted } from './request.ts';
import { sampleApp } from './sample-app.ts';

/** The real app over a world of image scans in memory; `work` does what was rung for. */
export function imageApp(replaced: Partial<AppDeps> = {}, who: Principal = alice) {
  const world = imageWorld();
  const { deps } = world;
  const caller = { is: who };
  const { app, log } = sampleApp({
    images: { ...deps, wait: (scan, ms) => waitForImageScan(deps, scan, ms) },
    deploymentKey: deps.deploymentKey,
    clock: deps.clock,
    callerOf: () => caller.is,
    ...replaced,
  });
  return {
    ...{ world, app, log, caller },
    ask: (method: string, target: string, wanted?: Wanted): Promise<Answer> => app(request(method, target, wanted)),
    async work(): Promise<void> {
      for (const message of world.rung.splice(0)) await world.run(message);
    },
    /** Submits, works, and gives the address of the scan. */
    async scanned(image = 'nginx:1.27'): Promise<string> {
      const { headers } = await app(request('POST', '/scan/image', { body: `image=${image}` }));
      for (const message of world.rung.splice(0)) await world.run(message);
      return headers.location!;
    },
  };
}

export const bodyOf = ({ body }: Answer) => JSON.parse(body);

/** Lets the app go on until something is so. */
export async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setImmediate(resolve));
}
