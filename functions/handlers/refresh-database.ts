import { tmpdir } from 'node:os';
import type { Context } from 'aws-lambda';
import { DrydockError } from '../errors.ts';
import { parseReference } from '../image/reference.ts';
import { s3Client } from '../storage/objects/s3-client.ts';
import { s3DatabaseObjects } from '../storage/objects/s3-database-objects.ts';
import { systemTimer } from '../system-timer.ts';
import { trivyCanary } from '../trivy/database/canary.ts';
import { databaseCommands } from '../trivy/database/database-commands.ts';
import { removeLeftovers } from '../trivy/job-directory.ts';
import { processEnvironment } from './configuration.ts';
import { readBucketName, readDatabases, readRegistries } from './image-configuration.ts';
import { invocations } from './invocation.ts';
import { openRegistry } from './open-registry.ts';
import { openTrivy } from './open-trivy.ts';

const environment = processEnvironment();
const { trivy: configured, ...repositories } = readDatabases(environment);
const { log, metrics, run } = invocations();
const { binary, generations, jobs } = openTrivy(
  s3DatabaseObjects(s3Client(), readBucketName(environment)),
  tmpdir(),
  configured,
);
const registry = openRegistry(readRegistries(environment));
const commands = databaseCommands({
  ...{ generations, jobs, clock: Date.now },
  canary: trivyCanary({ binary, jobs, timer: systemTimer }),
  source: { open: (name, signal) => registry.openArtifact(parseReference(name), { signal }) },
});

const hour = 3_600_000;
const marginMs = 10_000;

const actions = {
  async pull(signal: AbortSignal) {
    await removeLeftovers(jobs);
    const { javaFailure, ...pulled } = await commands.pull({ ...repositories, signal });
    if (javaFailure !== undefined) log.warn('no fresh Java database', { code: javaFailure.code });
    log.info('database', { outcome: pulled.outcome, generation: pulled.generation.id });
    return pulled;
  },
  status: () => commands.status(),
  rollback: () => commands.rollback(),
};

/** `pull` by the schedule; an operator may also invoke it with `{"action": "status"}` or `{"action": "rollback"}`. */
export const handler = (event: { action?: string }, context: Context): Promise<unknown> =>
  run(context, marginMs, async (signal) => {
    const { action = 'pull' } = event;
    try {
      if (action === 'pull' || action === 'status' || action === 'rollback') return await actions[action](signal);
      throw new DrydockError('bad_request', 'action is pull, status or rollback');
    } finally {
      // Also after a pull that failed: an old database is what it leads to.
      const status = await commands.status().catch(() => undefined);
      if (status?.ageMs !== undefined) metrics.count('DatabaseAgeHours', status.ageMs / hour);
    }
  });
