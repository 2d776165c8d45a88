import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { afterAll, describe, expect, it } from 'vitest';
import { addDrydock } from '../../infra/add-drydock.ts';
import { synthesize } from './synthesize.ts';

const contexts = {
  defaults: {},
  everything: {
    anonymousScan: true,
    corsOrigins: 'https://example.org',
    alarmEmail: 'ops@example.org',
    customerManagedKey: true,
    reservedConcurrency: 10,
    submitConcurrency: 10,
    privateRegistries: 'registry.corp=10.0.0.0/8',
    privateReceivers: 'hooks.corp=10.0.0.0/8',
    eventBuses: 'security',
    topics: 'arn:aws:sns:eu-central-1:123456789012:alerts',
    ecrRegistries: '123456789012.dkr.ecr.eu-west-1.amazonaws.com',
    databaseRepositories: 'registry.corp/trivy-db:2',
    javaRepositories: 'none',
    vpcSubnets: 'subnet-0123456789abcdef0,subnet-0123456789abcdef1',
    vpcSecurityGroups: 'sg-0123456789abcdef0',
  },
  'manifests alone': { imageScanning: false },
};

describe('AWS Solutions rules', () => {
  it.each(Object.entries(contexts))('stack: nothing is left unacknowledged with %s (S18)', (_, context) => {
    expect(synthesize(context).violations).toEqual([]);
  });

  it('acknowledgements: few rules, each with a reason', () => {
    const { acknowledged } = synthesize(contexts.everything);
    const rules = acknowledged.map(({ id }) => id.replace(/\[.*/, ''));
    const few = ['APIG4', 'SMG4', 'S1', 'IAM5'].map((name) => `AwsSolutions-${name}`);
    expect(new Set(rules)).toEqual(new Set(few));
    for (const { reason } of acknowledged) expect(reason.length).toBeGreaterThan(40);
  });

  const outdir = mkdtempSync(join(tmpdir(), 'drydock-nag-'));
  afterAll(() => rmSync(outdir, { recursive: true }));

  it('check: a resource that breaks a rule stops the synthesis', () => {
    const app = new App({ outdir });
    const stack = addDrydock(app, () => 'infra', 'infra');
    new Topic(stack, 'PlainText');
    expect(() => app.synth()).toThrow();
    expect(readFileSync(join(outdir, 'validation-report.json'), 'utf8')).toContain('AwsSolutions-SNS3');
  });
});
