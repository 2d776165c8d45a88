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
  },
};

describe('AWS Solutions rules', () => {
  it.each(Object.entries(contexts))('stack: nothing is left unacknowledged with %s', (_, context) => {
    expect(synthesize(context).violations).toEqual([]);
  });

  it('acknowledgements: few rules, each with a reason', () => {
    const { acknowledged } = synthesize(contexts.everything);
    expect(new Set(acknowledged.map(({ id }) => id))).toEqual(new Set(['AwsSolutions-APIG4', 'AwsSolutions-SMG4']));
    for (const { reason } of acknowledged) expect(reason.length).toBeGreaterThan(40);
  });

  const outdir = mkdtempSync(join(tmpdir(), 'drydock-nag-'));
  afterAll(() => rmSync(outdir, { recursive: true }));

  it('check: a resource that breaks a rule stops the synthesis', () => {
    const app = new App({ outdir });
    const stack = addDrydock(app, 'infra');
    new Topic(stack, 'PlainText');
    expect(() => app.synth()).toThrow();
    expect(readFileSync(join(outdir, 'validation-report.json'), 'utf8')).toContain('AwsSolutions-SNS3');
  });
});
