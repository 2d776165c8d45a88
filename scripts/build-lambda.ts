import { fileURLToPath } from 'node:url';
import { bundleLambda, lambdas } from './lambda-bundle.ts';

for (const name of Object.keys(lambdas)) {
  await bundleLambda(name, fileURLToPath(new URL(`../dist/lambda/${name}`, import.meta.url)));
}
