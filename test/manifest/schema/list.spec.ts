import { describe, expect, test } from 'vitest';
import { toValue } from '../values.ts';
import { committedSchemas, messageFor } from './committed-schemas.ts';

const list = (items: unknown, more: object = {}): object => ({ kind: 'List', apiVersion: 'v1', items, ...more });
const pod = { kind: 'Pod', apiVersion: 'v1', spec: { containers: [] } };
const wrong = { kind: 'Pod', apiVersion: 'v1', spec: 5 };
const wrongMessage = messageFor(wrong);

describe('List', () => {
  test.each([
    ['no items', list([])],
    ['valid and null items', list([pod, null, pod])],
    ['items that are no list', list(pod)],
    ['no field for items', { kind: 'List', apiVersion: 'v1', Itemz: [5] }],
  ])('List: %s say nothing', (_, document) => {
    expect(messageFor(document)).toBe('');
  });

  test('List: messages of items follow each other, schema errors end their line', () => {
    const unknown = (kind: string): object => ({ kind, apiVersion: 'v1' });
    expect(messageFor(list([unknown('Foo'), unknown('Bar'), wrong, pod, unknown('')]))).toBe(
      `could not find schema for Foocould not find schema for Bar${wrongMessage}could not find schema for `,
    );
  });

  test('List: items need kind and apiVersion as text, in that spelling', () => {
    expect(messageFor(list([{ kind: 5, apiVersion: 'v1' }, { kind: 'Pod' }, { KIND: 'Pod', apiVersion: 'v1' }]))).toBe(
      "error while parsing: missing 'kind' keyerror while parsing: missing 'apiVersion' keyerror while parsing: missing 'kind' key",
    );
  });

  test('List: an item that is no map is refused', () => {
    expect(messageFor(list([[], 'x']))).toMatch(/^error unmarshalling resource: .* array into .* string into /);
  });

  test('List: a List within is not found', () => {
    expect(messageFor(list([list([])]))).toBe('could not find schema for List');
  });

  test('List: its kind and items count in any case, the last spelling that holds items wins', () => {
    expect(messageFor({ kind: 'LIST', apiVersion: 'x', ITEMS: [wrong] })).toBe(wrongMessage);
    expect(messageFor({ kind: 'L\u0130st', apiVersion: 'x', 'item\u017f': [wrong] })).toBe(wrongMessage);
    expect(messageFor(list([wrong], { ITEMS: [] }))).toBe(wrongMessage);
    expect(messageFor(list('x', { ITEMS: [wrong] }))).toBe(wrongMessage);
    expect(messageFor(list(null, { ITEMS: [wrong] }))).toBe('');
  });

  test('List: it needs an apiVersion and proper metadata itself', () => {
    expect(messageFor({ kind: 'List', items: [wrong] })).toBe("error while parsing: missing 'apiVersion' key");
    expect(messageFor(list([wrong], { metadata: 5 }))).toContain('.Metadata of type');
  });

  test('List: with a limit it stops soon behind it', () => {
    const message = committedSchemas().validate(toValue(list(Array(1000).fill(wrong))), 1000);
    expect(message.length).toBeGreaterThan(1000);
    expect(message.length).toBeLessThan(1000 + 2 * wrongMessage.length);
  });
});
