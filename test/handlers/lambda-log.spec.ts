import type { Context } from 'aws-lambda';
import { describe, expect, it } from 'vitest';
import { DrydockError } from '../../functions/errors.ts';
import { lambdaLog } from '../../functions/handlers/lambda-log.ts';
import { lambdaMetrics } from '../../functions/handlers/lambda-metrics.ts';

function written() {
  const lines: string[] = [];
  const options = { write: (line: string) => void lines.push(line), clock: () => Date.UTC(2026, 10, 24, 10) };
  return { lines, options };
}
const invocation = (awsRequestId: string) => ({ awsRequestId }) as Context;

describe('log on Lambda', () => {
  it('an entry is one line of JSON with level, time and invocation', () => {
    const { lines, options } = written();
    const log = lambdaLog(options);
    log.begin(invocation('a'));
    log.info('request', { route: 'POST /scan', status: 200 });
    log.begin(invocation('b'));
    log.warn('scan not stored\nfake: line', { scan: '1' });
    expect(lines.every((line) => line.indexOf('\n') === line.length - 1)).toBe(true);
    expect(lines.map((line) => JSON.parse(line))).toEqual([
      {
        level: 'INFO',
        message: 'request',
        timestamp: '2026-11-24T10:00:00.000Z',
        service: 'drydock',
        function_request_id: 'a',
        cold_start: true,
        route: 'POST /scan',
        status: 200,
      },
      {
        level: 'WARN',
        message: 'scan not stored\nfake: line',
        timestamp: '2026-11-24T10:00:00.000Z',
        service: 'drydock',
        function_request_id: 'b',
        cold_start: false,
        scan: '1',
      },
    ]);
  });

  it('an error is written with its stack and its cause', () => {
    const { lines, options } = written();
    const cause = new TypeError('x is not a function');
    lambdaLog(options).error('request failed', { error: new DrydockError('internal', 'unexpected', { cause }) });
    const { error } = JSON.parse(lines[0]!);
    expect(error).toMatchObject({ name: 'DrydockError', message: 'unexpected', cause: { name: 'TypeError' } });
    expect(error.cause.stack).toContain('x is not a function\n');
  });
});

describe('metrics on Lambda', () => {
  it('an invocation is one line of embedded metric format, and nothing when nothing was counted', () => {
    const { lines, options } = written();
    const metrics = lambdaMetrics(options);
    metrics.publish();
    metrics.count('Requests', 1, { route: 'POST /scan' });
    metrics.count('Documents', 3);
    metrics.time('RequestTime', 1.5);
    metrics.time('RequestTime', 2.5);
    metrics.publish();
    metrics.publish();
    expect(lines.map((line) => JSON.parse(line))).toEqual([
      {
        _aws: {
          Timestamp: Date.UTC(2026, 10, 24, 10),
          CloudWatchMetrics: [
            {
              Namespace: 'drydock',
              Dimensions: [['service']],
              Metrics: [
                { Name: 'Requests', Unit: 'Count' },
                { Name: 'Documents', Unit: 'Count' },
                { Name: 'RequestTime', Unit: 'Milliseconds' },
              ],
            },
          ],
        },
        service: 'drydock',
        Requests: [1],
        Documents: [3],
        RequestTime: [1.5, 2.5],
      },
    ]);
  });

  it('an invocation that counts a thousand times writes them in lines that CloudWatch takes', () => {
    const { lines, options } = written();
    const metrics = lambdaMetrics(options);
    for (let at = 0; at < 1_000; at += 1) metrics.count('MessagesDelivered');
    metrics.time('RequestTime', 5);
    metrics.publish();
    const entries = lines.map((line) => JSON.parse(line));
    const sizes = entries.map(({ MessagesDelivered }) => MessagesDelivered.length);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(100);
    expect(sizes.reduce((sum, size) => sum + size)).toBe(1_000);
    expect(entries.flatMap(({ RequestTime = [] }) => RequestTime)).toEqual([5]);
    for (const { _aws, service: _, ...values } of entries) {
      const names = _aws.CloudWatchMetrics[0].Metrics.map(({ Name }: { Name: string }) => Name);
      expect(names).toEqual(Object.keys(values));
    }
    metrics.publish();
    expect(lines).toHaveLength(entries.length);
  });
});
