import { version } from '../functions/api/version.ts';
import { DrydockError } from '../functions/errors.ts';
import { type Configuration, processEnvironment, readConfiguration } from './configuration.ts';
import { endOnSignal } from './end-on-signal.ts';
import { inAMoment, textLog } from './log.ts';
import { startServer } from './server.ts';

const oldestNode = 24;

async function main(args: readonly string[]): Promise<void> {
  if (Number(process.versions.node.split('.')[0]) < oldestNode) {
    throw new DrydockError('bad_configuration', `Node ${oldestNode} or newer is needed, this is ${process.version}`);
  }
  const configuration = readConfiguration(args, processEnvironment());
  const log = textLog({
    write: (lines) => void process.stdout.write(lines),
    clock: Date.now,
    isQuiet: configuration.isQuiet,
    later: inAMoment,
  });
  const server = await startServer({ ...configuration, log });
  greet(configuration, server.url, server.kubernetesVersion);
  endOnSignal(async () => {
    await server.close();
    log.flush();
  });
}

function greet(configuration: Configuration, url: string, kubernetesVersion: string): void {
  const { directory, endpoint } = configuration.storage;
  const kept = endpoint === undefined ? directory : `the table at ${endpoint}`;
  const isKeyed = configuration.access === 'keys';
  const header = isKeyed ? '-H "Authorization: Bearer $KEY" ' : '';
  process.stdout.write(
    `drydock ${version} serves ${url}, schemas of Kubernetes ${kubernetesVersion}, results in ${kept}\n` +
      (isKeyed ? 'The first key: npx --no-install drydock keys bootstrap\n' : '') +
      `Try: curl -sSX POST ${header}--data-binary @pod.yaml ${url}/scan\n`,
  );
}

main(process.argv.slice(2)).catch((error: unknown) => {
  const text = error instanceof DrydockError ? error.message : (error as Error).stack;
  process.stderr.write(`drydock: ${text}\n`);
  process.exit(1);
});
