import { describe, expect, it } from 'vitest';
import { textAnswer } from '../../functions/api/answer.ts';
import { fitAnswer } from '../../functions/handlers/fit-answer.ts';

describe('answers of the function', () => {
  it('an answer that Lambda takes stays as it is', () => {
    for (const body of ['', 'x'.repeat(1_000_001), 'x'.repeat(6_000_000)]) {
      const answer = textAnswer(200, body);
      expect(fitAnswer(answer)).toBe(answer);
    }
  });

  it('an answer whose escapes make it too large becomes 413 with its own headers (F24)', () => {
    const answer = { ...textAnswer(200, '"'.repeat(3_200_000), 'application/json'), headers: { 'x-kept': '1' } };
    expect(fitAnswer(answer)).toEqual({
      statusCode: 413,
      headers: { 'x-kept': '1', 'content-type': 'text/plain; charset=utf-8' },
      body: 'the answer is larger than 6291456 bytes with its escapes\n',
    });
  });
});
