import { fileURLToPath } from 'node:url';
import { bundleCli } from './cli-bundle.ts';

await bundleCli(fileURLToPath(new URL('../dist/cli', import.meta.url)));
