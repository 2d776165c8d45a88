import { parseArgs } from 'node:util';
import { defaultDataDirectory } from '../local/data-directory.ts';
import { logUnpacking } from '../local/npm-trivy/log-unpacking.ts';
import { buildIndex } from './images/build-index.ts';
import { wellKnown } from './images/well-known.ts';
import { importLaterSample, importSampleDatabase } from './import-database.ts';
import { serveImages } from './serve-images.ts';
import { changesText, tryText } from './try-text.ts';
import { receiveWebhooks } from './webhooks/receive-webhooks.ts';

const { SAMPLE_PORT = '5050', DRYDOCK_DATA_DIR } = process.env;
const directory = DRYDOCK_DATA_DIR || `${defaultDataDirectory}/sample`;
const images = { ...wellKnown, 'multi-arch': buildIndex({ images: [wellKnown.npm], attestations: true }) };

async function serve(): Promise<void> {
  const { label } = await importSampleDatabase(
    directory,
    process.env,
    logUnpacking({ info: (message) => console.info(message) }),
  );
  const port = Number(SAMPLE_PORT);
  const registry = await serveImages(images, port);
  const receiver = await receiveWebhooks({ port: port && port + 1, clock: Date.now, say: console.info });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void Promise.all([registry.close(), receiver.close()]));
  }
  const place = { registry: registry.host, receiver: receiver.host, names: Object.keys(images), directory };
  console.info(`${directory} uses the ${label}.\n`);
  console.info(tryText(place));
  console.info(changesText(place, wellKnown.debian.manifest.digest));
}

/** The second database, for whatever server runs on the data directory. */
async function promoteNext(): Promise<void> {
  const { id, label } = await importLaterSample(directory, process.env);
  console.info(`${directory} uses the ${label}: ${id}.`);
}

try {
  const { values } = parseArgs({ options: { next: { type: 'boolean' } } });
  await (values.next ? promoteNext() : serve());
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
