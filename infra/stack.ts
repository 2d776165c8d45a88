import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { Alarms } from './alarms.ts';
import { apiWatches } from './api-watches.ts';
import { curlLine } from './curl-line.ts';
import { ScanDashboard } from './dashboard.ts';
import { DeploymentKey } from './deployment-key.ts';
import { functionEnvironment } from './function-environment.ts';
import { ScanHttpApi } from './http-api.ts';
import { ImageScans } from './image-scans.ts';
import { KeyAuthorizer } from './key-authorizer.ts';
import { ManifestFunction } from './manifest-function.ts';
import { Pepper } from './pepper.ts';
import { ResourceFunction } from './resource-function.ts';
import { ScanTable } from './scan-table.ts';
import type { Settings } from './settings.ts';
import { tableUses } from './table-uses.ts';

interface DrydockStackProps extends StackProps {
  settings: Settings;
  /** the folder with the bundle of a handler */
  code: (handler: string) => string;
  /** the folder with Trivy, for its layer */
  trivy: string;
}

/** All of drydock: the table, the functions that scan and answer, the HTTP API before them, and what watches them. */
export class DrydockStack extends Stack {
  constructor(scope: Construct, id: string, { settings, code, trivy, ...props }: DrydockStackProps) {
    super(scope, id, props);
    const scans = new ScanTable(this, 'Scans', settings);
    const key = new DeploymentKey(this, 'DeploymentKey');
    const pepper = new Pepper(this, 'Pepper');
    const { lambda } = new ManifestFunction(this, 'Manifest', {
      ...settings,
      code: code('manifest'),
      environment: functionEnvironment(settings, scans.table.tableName, key.reference, pepper.arn),
    });
    scans.grant(lambda, tableUses.manifest);
    pepper.grantRead(lambda);
    const { authorizer } = new KeyAuthorizer(this, 'Keys', {
      ...settings,
      code: code('authorizer'),
      scans,
      pepper,
    });
    const images = settings.imageScanning
      ? new ImageScans(this, 'Images', { settings, code, trivy, scans, deploymentKey: key.reference })
      : undefined;
    const plain = functionEnvironment(settings, scans.table.tableName, key.reference);
    const { lambda: resources } = new ResourceFunction(this, 'Resources', {
      ...{ settings, code, scans, pepper },
      environment: { ...(images?.apiEnvironment ?? plain), DRYDOCK_PEPPER_SECRET: pepper.arn },
    });
    images?.grantResources(resources);
    const { api, url } = new ScanHttpApi(this, 'Http', {
      ...settings,
      handler: lambda,
      ...{ authorizer, resources, submit: images?.submit },
    });
    const watches = { ...apiWatches({ lambda, api, table: scans.table }), ...images?.watches };
    new Alarms(this, 'Alarms', { watches, email: settings.alarmEmail });
    if (images !== undefined) new ScanDashboard(this, 'Dashboard', { watches });

    new CfnOutput(this, 'Url', { value: url });
    new CfnOutput(this, 'TryIt', { value: curlLine(url, this.region, settings.anonymousScan) });
    new CfnOutput(this, 'TableName', { value: scans.table.tableName });
  }
}
