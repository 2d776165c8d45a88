import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readConfiguration } from '../../functions/handlers/configuration.ts';
import { lambdaMetrics } from '../../functions/handlers/lambda-metrics.ts';
import { synthesize } from './synthesize.ts';

const manifestsAlone = { imageScanning: false };
const stack = synthesize(manifestsAlone);
const lambda = stack.ofType('AWS::Lambda::Function')[0]!;

describe('the function', () => {
  it('function: Node 24 on arm64, ended before the gateway gives up', () => {
    expect(lambda.Properties).toMatchObject({
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      Handler: 'handlers/manifest.handler',
    });
    expect(lambda.Properties.Timeout).toBeLessThan(30);
  });

  it('function: reserved concurrency only when the context asks for it', () => {
    expect(lambda.Properties.ReservedConcurrentExecutions).toBeUndefined();
    const [reserved] = synthesize({ reservedConcurrency: '20' }).ofType('AWS::Lambda::Function');
    expect(reserved?.Properties.ReservedConcurrentExecutions).toBe(20);
  });

  it('environment: the function reads what the context says', () => {
    const [configured] = synthesize({
      anonymousScan: true,
      kubernetesVersion: '1.30.0',
      schemaLocation: 'https://schemas.example',
      retentionDays: 7,
    }).ofType('AWS::Lambda::Function');
    const variables = configured?.Properties.Environment.Variables;
    const deployed = { ...variables, TABLE_NAME: 'Drydock-Table', DRYDOCK_DEPLOYMENT_KEY: 'k'.repeat(64) };
    expect(Object.keys(variables)).toEqual(expect.arrayContaining(['TABLE_NAME', 'DRYDOCK_DEPLOYMENT_KEY']));
    expect(readConfiguration(deployed)).toMatchObject({
      anonymousScan: true,
      tableName: 'Drydock-Table',
      settings: { kubernetesVersion: '1.30.0', schemaLocation: 'https://schemas.example', retentionDays: 7 },
    });
  });

  it('deployment key: made at deployment, resolved by CloudFormation, never in the template', () => {
    const [secret] = stack.ofType('AWS::SecretsManager::Secret');
    expect(secret?.Properties.SecretString).toBeUndefined();
    expect(secret?.Properties.GenerateSecretString.PasswordLength).toBeGreaterThanOrEqual(32);
    const { DRYDOCK_DEPLOYMENT_KEY } = lambda.Properties.Environment.Variables;
    expect(DRYDOCK_DEPLOYMENT_KEY['Fn::Join'][1][0]).toBe('{{resolve:secretsmanager:');
  });
});

describe('operations', () => {
  it('logs: every log group ends some day, as the context says', () => {
    const days = (context: Record<string, unknown>): number[] =>
      synthesize({ ...manifestsAlone, ...context })
        .ofType('AWS::Logs::LogGroup')
        .map(({ Properties }) => Properties.RetentionInDays);
    expect(days({})).toEqual([30, 30, 30, 30]);
    expect(days({ logRetentionDays: '7' })).toEqual([7, 7, 7, 7]);
  });

  it('alarms: errors, throttles, slow answers, 5xx, table throttles and scans not stored, each with a word for the operator', () => {
    const alarms = stack.ofType('AWS::CloudWatch::Alarm');
    expect(alarms.map(({ Properties }) => Properties.MetricName ?? 'TableThrottles').sort()).toEqual([
      '5xx',
      'Duration',
      'Errors',
      'ScanNotStored',
      'TableThrottles',
      'Throttles',
    ]);
    for (const { Properties } of alarms) {
      expect(Properties.AlarmDescription.length).toBeGreaterThan(15);
      expect(Properties.TreatMissingData).toBe('notBreaching');
      expect(Properties.AlarmActions).toBeUndefined();
    }
  });

  it('alarms: the one about scans not stored looks where the function writes', () => {
    let written = '';
    const metrics = lambdaMetrics({ clock: () => 0, write: (line) => (written += line) });
    metrics.count('ScanNotStored');
    metrics.publish();
    const [{ Namespace, Dimensions, Metrics }] = JSON.parse(written)._aws.CloudWatchMetrics;
    const alarm = stack.ofType('AWS::CloudWatch::Alarm').find(({ Properties }) => Properties.Namespace === Namespace)!;
    expect(alarm.Properties.MetricName).toBe(Metrics[0].Name);
    expect(alarm.Properties.Dimensions.map(({ Name }: { Name: string }) => Name)).toEqual(Dimensions[0]);
    expect(alarm.Properties.Dimensions[0].Value).toBe(JSON.parse(written).service);
    expect(readFileSync('functions/scans/record-manifest-scan.ts', 'utf8')).toContain("count('ScanNotStored')");
  });

  it('alarms: send to the address of the context', () => {
    const mailed = synthesize({ alarmEmail: 'ops@example.org' });
    expect(mailed.ofType('AWS::SNS::Subscription')[0]?.Properties).toMatchObject({
      Protocol: 'email',
      Endpoint: 'ops@example.org',
    });
    for (const { Properties } of mailed.ofType('AWS::CloudWatch::Alarm'))
      expect(Properties.AlarmActions).toHaveLength(1);
  });

  it('outputs: the URL and a curl line, signed unless scanning is anonymous', () => {
    const line = (context: Record<string, unknown>) => JSON.stringify(synthesize(context).outputs.TryIt?.Value);
    expect(Object.keys(stack.outputs).sort()).toEqual(['TableName', 'TryIt', 'Url']);
    expect(line({})).toMatch(/curl -sSX POST --aws-sigv4 .*--data-binary @pod\.yaml .*\/scan/);
    expect(line({ anonymousScan: true })).toMatch(/curl -sSX POST --data-binary @pod\.yaml .*\/scan/);
  });
});
