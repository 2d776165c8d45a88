import { describe, expect, it } from 'vitest';
import { failureAnswer, problemAnswer } from '../../functions/api/problem.ts';
import { DrydockError } from '../../functions/errors.ts';

const silent = { info: () => {}, warn: () => {}, error: () => {} };

describe('problem', () => {
  it('problem: what is the fault of others says what it is and when to come back', () => {
    const error = new DrydockError('registry_rate_limited', 'registry.test asks to wait', { retryAfter: 12.2 });
    const answer = problemAnswer(error, 'r-1');
    expect([answer.statusCode, answer.headers['retry-after']]).toEqual([503, '13']);
    expect(JSON.parse(answer.body)).toMatchObject({
      code: 'registry_rate_limited',
      detail: 'registry.test asks to wait',
    });
  });

  it('problem: a missing database says so to the client', () => {
    const answer = problemAnswer(new DrydockError('database_missing', 'there is none: import one'), 'r-1');
    expect(answer.headers['retry-after']).toBeUndefined();
    expect(JSON.parse(answer.body)).toMatchObject({ status: 503, detail: 'there is none: import one' });
  });

  it('problem: what is wrong within the server stays in its log (S24)', () => {
    const lines: unknown[] = [];
    const log = { ...silent, error: (_message: string, fields?: object) => void lines.push(fields) };
    for (const thrown of [new Error('/var/task/secret'), new DrydockError('bad_configuration', 'TABLE_NAME')]) {
      const answer = failureAnswer(thrown, 'r-1', log);
      expect(answer.statusCode).toBe(500);
      expect(JSON.parse(answer.body)).not.toHaveProperty('detail');
      expect(answer.body).not.toMatch(/secret|TABLE_NAME/);
    }
    expect(lines).toHaveLength(2);
  });
});
