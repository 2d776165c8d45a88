import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { synthesize } from './synthesize.ts';

/** Names that code counts or times. */
const emitted = new Set(
  globSync('functions/**/*.ts').flatMap((file) => {
    const calls = readFileSync(file, 'utf8').matchAll(/metrics\.(?:count|time)\(\s*'(\w+)'/g);
    return [...calls].map(([, name]) => name!);
  }),
);
const stack = synthesize();
const alarms = stack.ofType('AWS::CloudWatch::Alarm').map(({ Properties }) => Properties);
/** The body is JSON with references in it. */
const dashboard = stack
  .ofType('AWS::CloudWatch::Dashboard')
  .map(({ Properties }) => JSON.stringify(Properties.DashboardBody).replaceAll('\\"', '"'))
  .join();
const shown = new Set([...dashboard.matchAll(/"drydock","(\w+)","service","drydock"/g)].map(([, name]) => name!));
const own = alarms.filter(({ Namespace }) => Namespace === 'drydock');

describe('metrics', () => {
  it('metrics: none is counted under a name that is put together, which nobody would find', () => {
    for (const file of globSync('functions/**/*.ts')) {
      expect(readFileSync(file, 'utf8'), file).not.toMatch(/metrics\.(?:count|time)\((?!\s*['n])/);
    }
    expect(emitted.size).toBeGreaterThan(20);
  });

  it('metrics: the dashboard shows each one that code emits, and no other', () => {
    expect([...shown].toSorted()).toEqual([...emitted].toSorted());
  });

  it('metrics: every alarm of ours is about one that code emits, with the dimension that it has', () => {
    expect(own.length).toBeGreaterThan(5);
    for (const { MetricName, Dimensions } of own) {
      expect(emitted).toContain(MetricName);
      expect(Dimensions).toEqual([{ Name: 'service', Value: 'drydock' }]);
    }
  });

  it('metrics: those of AWS that alarms and dashboard name are of functions, queues and tables of this stack', () => {
    const others = alarms.filter(({ Namespace, Metrics }) => Namespace !== 'drydock' && Metrics === undefined);
    expect(new Set(others.map(({ Namespace }) => Namespace))).toEqual(
      new Set(['AWS/Lambda', 'AWS/SQS', 'AWS/ApiGateway']),
    );
    for (const { Dimensions } of others) {
      const { Ref, 'Fn::GetAtt': [id] = [] } = Dimensions[0].Value;
      expect(Object.keys(stack.resources)).toContain(Ref ?? id);
    }
  });
});
