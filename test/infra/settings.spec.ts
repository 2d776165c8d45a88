import { readFileSync } from 'node:fs';
import { RootConstruct } from 'constructs';
import { describe, expect, it } from 'vitest';
import { readSettings } from '../../infra/settings.ts';

const read = (context: Record<string, unknown>) => {
  const { node } = new RootConstruct();
  for (const [name, value] of Object.entries(context)) node.setContext(name, value);
  return readSettings(node);
};

describe('deployment options', () => {
  it('options: defaults deny anonymous callers and keep the table', () => {
    expect(read({})).toMatchObject({ anonymousScan: false, deletionProtection: true, corsOrigins: [] });
  });

  it('options: text of the command line and values of cdk.json mean the same', () => {
    const typed = { anonymousScan: true, retentionDays: 7, corsOrigins: ['https://a.example'], logRetentionDays: 14 };
    const asText = {
      anonymousScan: 'true',
      retentionDays: '7',
      corsOrigins: 'https://a.example',
      logRetentionDays: '14',
    };
    expect(read(asText)).toEqual(read(typed));
    expect(read(typed)).toMatchObject(typed);
  });

  it.each([
    ['anonymousScan', 'yes'],
    ['kubernetesVersion', 'latest'],
    ['retentionDays', '0'],
    ['retentionDays', '1.5'],
    ['throttleRate', ''],
    ['logRetentionDays', 31],
    ['corsOrigins', '*'],
    ['corsOrigins', 'https://*.example.org'],
    ['corsOrigins', 'https://example.org/path'],
    ['alarmEmail', 'nobody'],
    ['memoryMb', 128],
    ['reservedConcurrency', 0],
    ['stackName', '1st'],
    ['schemaLocation', ''],
    ['imageScanning', 'no'],
    ['scanConcurrency', 1],
    ['scanStorageMb', 20_000],
    ['privateRegistries', 'registry.corp'],
    ['ecrRegistries', 'ghcr.io'],
    ['databaseRepositories', 'https://ghcr.io/x'],
    ['javaRepositories', 'no'],
    ['refreshHours', 48],
    ['vpcSubnets', 'vpc-1'],
  ])('options: %s=%s is refused by name', (name, value) => {
    expect(() => read({ [name]: value })).toThrow(`context ${name}=${value}: expected`);
  });

  it.each(['scanConcurrency', 'eventBuses', 'topics', 'privateReceivers', 'rescanHours', 'vpcSubnets'])(
    'options: %s is refused where no images are scanned',
    (name) => {
      const value = { topics: 'arn:aws:sns:eu-west-1:123456789012:t', vpcSubnets: 'subnet-01234567' }[name];
      const given = { [name]: value ?? { eventBuses: 'b', privateReceivers: 'h=10.0.0.0/8' }[name] ?? 4 };
      expect(() => read({ imageScanning: false, ...given })).toThrow(`context ${name}: has no meaning with`);
      const group = { vpcSecurityGroups: 'sg-01234567' };
      expect(read({ ...given, ...(name === 'vpcSubnets' && group) })).toMatchObject({ imageScanning: true });
    },
  );

  it('options: subnets and security groups come together', () => {
    expect(() => read({ vpcSubnets: 'subnet-01234567' })).toThrow('vpcSecurityGroups are missing');
    expect(() => read({ vpcSecurityGroups: 'sg-01234567' })).toThrow('vpcSubnets are missing');
  });

  it('options: requireTrivy, which npm run deploy sets, goes with manifests alone', () => {
    expect(read({ imageScanning: 'false', requireTrivy: 'true' })).toMatchObject({ imageScanning: false });
  });

  it('documentation: docs/deploy.md tells about every option and its default', () => {
    const page = readFileSync('docs/deploy.md', 'utf8');
    for (const [name, value] of Object.entries(read({}))) {
      const row = page.split('\n').find((line) => line.startsWith(`| \`${name}\` |`));
      expect(row, name).toBeDefined();
      if (['string', 'number', 'boolean'].includes(typeof value)) expect(row).toContain(`\`${value}\``);
    }
  });
});
