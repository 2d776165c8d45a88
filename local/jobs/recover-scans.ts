import { type SweepDeps, sweepImageScans } from '../../functions/scans/image/sweep.ts';

/** The furthest `due` of a scan is its deadline; no registry puts one off by so much. */
const anyTimeMs = 30 * 86_400_000;

/**
 * Takes over what a process left that ended in the middle, when this one is the only one on its table: whatever is unfinished has
 * neither a worker nor a doorbell, and credentials that were in a message are gone.
 */
export function recoverScans(deps: SweepDeps): Promise<unknown> {
  const { scans, clock, limits } = deps;
  return sweepImageScans({
    ...deps,
    limits: { ...limits, credentialsMs: 0 },
    scans: {
      ...scans,
      due: (now, limit) => scans.due(now + anyTimeMs, limit),
      async read(tenant, id) {
        const scan = await scans.read(tenant, id);
        return scan?.due === undefined ? scan : { ...scan, due: clock() };
      },
    },
  });
}
