import { defaultDataDirectory } from '../local/data-directory.ts';
import { sampleLabel } from './database/advisories.ts';
import { buildIndex } from './images/build-index.ts';
import { wellKnown } from './images/well-known.ts';
import { importSampleDatabase } from './import-database.ts';
import { serveImages } from './serve-images.ts';
import { tryText } from './try-text.ts';

const { SAMPLE_PORT = '5050', DRYDOCK_DATA_DIR } = process.env;
const directory = DRYDOCK_DATA_DIR || `${defaultDataDirectory}/sample`;
const images = { ...wellKnown, 'multi-arch': buildIndex({ images: [wellKnown.npm], attestations: true }) };

try {
  await importSampleDatabase(directory, process.env);
  const registry = await serveImages(images, Number(SAMPLE_PORT));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void registry.close());
  console.info(`${directory} uses the ${sampleLabel}.\n`);
  console.info(tryText(registry.host, Object.keys(images), directory));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
