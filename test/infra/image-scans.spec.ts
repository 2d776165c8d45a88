import { truncateSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkUnpackedSize } from '../../infra/unpacked-size.ts';
import { readLock } from '../../scripts/trivy-layer/lock.ts';
import { type Resource, synthesize, trivyFolder } from './synthesize.ts';

const stack = synthesize();
const named = (type: string, name: RegExp, from = stack): Resource =>
  Object.entries(from.resources).find(([id, { Type }]) => Type === type && name.test(id))![1];
const functionNamed = (name: RegExp, from = stack): Resource => named('AWS::Lambda::Function', name, from);
const bucket = named('AWS::S3::Bucket', /^ImagesBucket/);
const queues = stack.ofType('AWS::SQS::Queue');
const architectures = { amd64: 'x86_64', arm64: 'arm64' };
const architecture = architectures[readLock().architecture];

describe('the queue of image scans', () => {
  const scans = queues.find(({ Properties }) => Properties.RedrivePolicy !== undefined)!;

  it('queue: a message stays hidden for longer than a worker lives', () => {
    const { Timeout } = functionNamed(/^ImagesWorker/).Properties;
    expect(scans.Properties.VisibilityTimeout).toBeGreaterThan(Timeout);
  });

  it('queue: encrypted, and reached over TLS alone; the dead letters, too', () => {
    for (const { Properties } of queues) expect(Properties.SqsManagedSseEnabled).toBe(true);
    const policies = JSON.stringify(stack.ofType('AWS::SQS::QueuePolicy'));
    expect(policies.match(/"aws:SecureTransport":"false"/g)).toHaveLength(queues.length);
  });

  it('queue: dead letters are kept for as long as SQS keeps anything, and have a function of their own', () => {
    const dead = queues.find(({ Properties }) => Properties.RedrivePolicy === undefined)!;
    expect(dead.Properties.MessageRetentionPeriod).toBe(14 * 86_400);
    expect(stack.ofType('AWS::Lambda::EventSourceMapping')).toHaveLength(4);
  });

  it('event source: one message a worker, partial failures, and no more workers than the context says (F35, S19)', () => {
    const [mapping] = synthesize({ scanConcurrency: '7' })
      .ofType('AWS::Lambda::EventSourceMapping')
      .filter(({ Properties }) => Properties.ScalingConfig !== undefined);
    expect(mapping?.Properties).toMatchObject({
      BatchSize: 1,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      ScalingConfig: { MaximumConcurrency: 7 },
    });
  });
});

describe('the bucket of image scans', () => {
  it('bucket: nothing is public, everything encrypted, TLS alone, and it outlives the stack', () => {
    expect(Object.values(bucket.Properties.PublicAccessBlockConfiguration)).toEqual([true, true, true, true]);
    expect(bucket.Properties.BucketEncryption).toBeDefined();
    expect(JSON.stringify(stack.ofType('AWS::S3::BucketPolicy'))).toContain('"aws:SecureTransport":"false"');
    expect(bucket.DeletionPolicy).toBe('Retain');
  });

  it('lifecycle: reports outlive their rows, analyses what is used, databases are removed by the refresher alone', () => {
    const { Rules } = bucket.Properties.LifecycleConfiguration;
    const days = Object.fromEntries(Rules.map((rule: Record<string, unknown>) => [rule.Prefix, rule.ExpirationInDays]));
    expect(days).toMatchObject({ 'reports/': 92, 'diffs/': 92, 'analyses/': 90, 'shelves/': 8 });
    expect(Object.keys(days).some((prefix) => prefix.startsWith('database'))).toBe(false);
  });
});

describe('worker and refresher', () => {
  it.each([/^ImagesWorker/, /^ImagesRefresher/])(
    'function %s: the architecture of the layer, and the layer',
    (name) => {
      const { Properties } = functionNamed(name);
      expect(Properties.Architectures).toEqual([architecture]);
      expect(Properties.Layers).toHaveLength(1);
      const [layer] = stack.ofType('AWS::Lambda::LayerVersion');
      expect(layer?.Properties.CompatibleArchitectures).toEqual([architecture]);
    },
  );

  it('worker: memory and /tmp as the context says', () => {
    const { Properties } = functionNamed(/^ImagesWorker/, synthesize({ scanMemoryMb: 4096, scanStorageMb: '10240' }));
    expect(Properties).toMatchObject({ MemorySize: 4096, EphemeralStorage: { Size: 10_240 }, Timeout: 900 });
  });

  it('VPC: none by default, the subnets of the context for those that talk to registries', () => {
    for (const { Properties } of stack.ofType('AWS::Lambda::Function')) expect(Properties.VpcConfig).toBeUndefined();
    const placed = synthesize({ vpcSubnets: 'subnet-0123456789abcdef0', vpcSecurityGroups: 'sg-0123456789abcdef0' });
    const inside = placed.ofType('AWS::Lambda::Function').filter(({ Properties }) => Properties.VpcConfig);
    expect(inside.map(({ Properties }) => Properties.Handler).sort()).toEqual([
      'handlers/api.handler',
      'handlers/plan-rescans.handler',
      'handlers/refresh-database.handler',
      'handlers/scan-image.handler',
    ]);
    expect(() => synthesize({ vpcSubnets: 'subnet-0123456789abcdef0' })).toThrow('vpcSecurityGroups are missing');
  });

  it('layer: built for another architecture it is refused, and an empty one is said to be a placeholder', () => {
    const other = readLock().architecture === 'amd64' ? 0xb7 : 0x3e;
    expect(() => synthesize({}, trivyFolder('other', other))).toThrow(/is built for \w+, the layer is for/);
    const empty = synthesize({}, join('layers', 'trivy', 'placeholder'));
    expect(empty.violations).toEqual(['Annotation::drydock:no-trivy']);
    const [layer] = empty.ofType('AWS::Lambda::LayerVersion');
    expect(layer?.Properties.Description).toBe('placeholder without Trivy');
    expect(() => synthesize({ requireTrivy: true }, join('layers', 'trivy', 'placeholder'))).toThrow(
      'fill it by npm run layer',
    );
  });

  it('layer: with the bundle it may have 230 MB unpacked', () => {
    const large = trivyFolder('large', readLock().architecture === 'amd64' ? 0x3e : 0xb7);
    // A hole in a file takes no space on the disk of the test.
    truncateSync(join(large, 'bin', 'trivy'), 230_000_001);
    expect(() => checkUnpackedSize(large)).toThrow('have 231 MB unpacked');
    truncateSync(join(large, 'bin', 'trivy'), 200_000_000);
    checkUnpackedSize(large);
  });
});

describe('schedules', () => {
  it('schedules: sweeper and notifier every minute, the planner every two, the alarm every hour, the refresher as the context says, each by a role for that alone', () => {
    const schedules = synthesize({ refreshHours: 12 }).ofType('AWS::Scheduler::Schedule');
    const rates = schedules.map(({ Properties }) => Properties.ScheduleExpression).sort();
    expect(rates).toEqual([
      'rate(1 minute)',
      'rate(1 minute)',
      'rate(2 minutes)',
      'rate(60 minutes)',
      'rate(720 minutes)',
    ]);
    const roles = schedules.map(({ Properties }) => JSON.stringify(Properties.Target.RoleArn));
    expect(new Set(roles).size).toBe(5);
  });
});

describe('manifests alone', () => {
  it('stack: without image scans it has no queue, no bucket, no schedule and one function', () => {
    const alone = synthesize({ imageScanning: 'false' });
    for (const type of ['AWS::SQS::Queue', 'AWS::S3::Bucket', 'AWS::Scheduler::Schedule', 'AWS::Lambda::LayerVersion'])
      expect(alone.ofType(type), type).toEqual([]);
  });
});
