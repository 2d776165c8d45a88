import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { issueText } from '../../functions/api/resources/issue-text.ts';

const messageOf = (schema: z.ZodMiniType, value: unknown): string | undefined =>
  z.safeParse(schema, value, { error: issueText }).error?.issues[0]?.message;

describe('text of what is wrong with a field', () => {
  it.each([
    [z.string(), 5, 'expected a text'],
    [z.boolean(), 'yes', 'expected true or false'],
    [z.array(z.string()), 'a', 'expected a list'],
    [z.strictObject({}), [], 'expected an object'],
    [z.int(), 'a', 'expected a number'],
    [z.int(), 1.5, 'expected a whole number'],
    [z.number(), '1', 'expected a number'],
    [z.date(), 1, 'expected date'],
    [z.enum(['pin', 'stop']), 'x', 'expected one of pin, stop'],
    [z.literal(true), false, 'expected true'],
    [z.array(z.string()).check(z.minLength(1)), [], 'expected a list of 1 or more'],
    [z.array(z.string()).check(z.maxLength(1)), ['a', 'b'], 'expected a list of 1 at most'],
    [z.string().check(z.minLength(2)), 'a', 'expected a length of 2 or more'],
    [z.number().check(z.lte(7)), 8, 'expected 7 at most'],
    [z.string().check(z.regex(/a/)), 'b', 'is not understood'],
  ])('%#: says what was expected', (schema, value, message) => {
    expect(messageOf(schema, value)).toBe(message);
  });

  it('a text that the schema has of its own stands', () => {
    expect(messageOf(z.string({ error: 'expected a name' }), 1)).toBe('expected a name');
  });
});
