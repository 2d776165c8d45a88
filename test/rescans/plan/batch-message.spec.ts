import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DrydockError } from '../../../functions/errors.ts';
import { formatBatchMessage, parseBatchMessage } from '../../../functions/rescans/plan/batch-message.ts';
import { mostBatches } from '../../../functions/rescans/runs/run.ts';

const hex = fc.stringMatching(/^[0-9a-f]{32}$/);
const messages = fc.record(
  {
    tenant: fc.stringMatching(/^[a-z0-9][a-z0-9-]{0,20}[a-z0-9]$/),
    run: hex.map((digits) => `r${digits}`),
    number: fc.nat(mostBatches - 1),
    again: fc.nat(2),
  },
  { requiredKeys: ['tenant', 'run', 'number'] },
);
const good = { tenant: 'acme', run: `r${'0'.repeat(32)}`, number: 0 };

function outcomeOf(text: string) {
  try {
    return parseBatchMessage(text);
  } catch (error) {
    return (error as Error).message;
  }
}

describe('messages of batches', () => {
  it('batch message: what is written is read again, and no more than that', () => {
    fc.assert(
      fc.property(messages, fc.dictionary(fc.string(), fc.jsonValue()), (message, more) => {
        expect(parseBatchMessage(formatBatchMessage(message))).toEqual(message);
        expect(parseBatchMessage(JSON.stringify({ ...more, ...message }))).toEqual(message);
      }),
    );
  });

  it('batch message: garbage is none, and never another error', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json(), fc.string({ unit: 'binary' })), (text) => {
        expect(() => parseBatchMessage(text)).toThrow('tenant: expected the name of a tenant');
      }),
    );
    for (const depth of [1, 100_000]) expect(() => parseBatchMessage('['.repeat(depth))).toThrow(DrydockError);
  });

  it('batch message: one with any other value in any one place is none', () => {
    const others = fc.oneof(
      fc.jsonValue(),
      fc.constantFrom(-1, 0.5, mostBatches, 1e21, 'r', '', '__proto__', 'ACME#x'),
    );
    fc.assert(
      fc.property(fc.constantFrom('tenant', 'run', 'number', 'again'), others, (place, value) => {
        const text = JSON.stringify({ ...good, [place]: value });
        const parsed = outcomeOf(text);
        if (typeof parsed === 'string') return void expect(parsed).toMatch(new RegExp(`^${place}: expected`));
        // It was as good a value.
        expect(parsed).toEqual({ ...good, [place]: value });
        expect(parsed.tenant).toMatch(/^[a-z0-9-]+$/);
        expect(parsed.number).toBeGreaterThanOrEqual(0);
        expect(parsed.number).toBeLessThan(mostBatches);
      }),
    );
    for (const place of ['tenant', 'run', 'number']) {
      expect(outcomeOf(JSON.stringify({ ...good, [place]: undefined }))).toMatch(new RegExp(`^${place}: expected`));
    }
  });
});
