import { fileURLToPath } from 'node:url';
import { bundleLambda } from './lambda-bundle.ts';

await bundleLambda('manifest', fileURLToPath(new URL('../dist/lambda/manifest', import.meta.url)));
