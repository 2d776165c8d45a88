import { fileURLToPath } from 'node:url';
import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { readSettings } from './settings.ts';
import { DrydockStack } from './stack.ts';

const app = new App();
Validations.of(app).addPlugins(new AwsSolutionsChecks(app));

const settings = readSettings(app.node);
new DrydockStack(app, settings.stackName, {
  settings,
  description: 'drydock: tells people what they are about to run on Kubernetes',
  code: fileURLToPath(new URL('../dist/lambda/manifest', import.meta.url)),
});
