import { fileURLToPath } from 'node:url';
import { App } from 'aws-cdk-lib';
import { addDrydock } from './add-drydock.ts';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
addDrydock(new App(), (handler) => here(`../dist/lambda/${handler}`), here('../layers/trivy/dist'));
