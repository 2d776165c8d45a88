import { type App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { readSettings } from './settings.ts';
import { DrydockStack } from './stack.ts';

/** Adds the stack to an app, as its context says and checked against the AWS Solutions rules; `trivy` is what `npm run layer` fills. */
export const addDrydock = (app: App, code: (handler: string) => string, trivy: string): DrydockStack => {
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  const settings = readSettings(app.node);
  return new DrydockStack(app, settings.stackName, {
    settings,
    description: 'drydock: tells people what they are about to run on Kubernetes',
    code,
    trivy,
  });
};
