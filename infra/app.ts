import { fileURLToPath } from 'node:url';
import { App } from 'aws-cdk-lib';
import { addDrydock } from './add-drydock.ts';

addDrydock(new App(), fileURLToPath(new URL('../dist/lambda/manifest', import.meta.url)));
