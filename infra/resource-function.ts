import { Construct } from 'constructs';
import { JobFunction } from './job-function.ts';
import type { Pepper } from './pepper.ts';
import type { ScanTable } from './scan-table.ts';
import type { Settings } from './settings.ts';
import { tableUses } from './table-uses.ts';

interface ResourceFunctionProps {
  settings: Settings;
  code: (handler: string) => string;
  scans: ScanTable;
  pepper: Pepper;
  environment: Record<string, string>;
}

/** What functions/handlers/api.ts runs with. The gateway gives up after 30 s; a function that ends first still says why. */
export const apiHandler = ({ memoryMb, logRetentionDays }: Settings) => ({
  ...{ handler: 'api', memoryMb, logRetentionDays, timeoutSeconds: 29 },
});

/** The function that answers for everything that is kept: scans, images, what changed, watches, runs, keys, subscriptions. */
export class ResourceFunction extends Construct {
  readonly lambda: JobFunction['lambda'];

  constructor(scope: Construct, id: string, { settings, code, scans, pepper, environment }: ResourceFunctionProps) {
    super(scope, id);
    const { lambda } = new JobFunction(this, 'Job', {
      ...apiHandler(settings),
      ...{ code, environment },
      description: 'drydock: answers for stored scans, images, watches, keys and subscriptions',
    });
    scans.grant(lambda, settings.imageScanning ? tableUses.api : tableUses.apiOfManifests);
    pepper.grantRead(lambda);
    this.lambda = lambda;
  }
}
