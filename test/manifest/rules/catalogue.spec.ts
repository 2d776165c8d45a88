import { describe, expect, test } from 'vitest';
import { allRules } from '../../../functions/manifest/rules/all.ts';

describe('rules', () => {
  test('rules: there are thirty of them, by id, and no id twice', () => {
    const ids = allRules.map(({ id }) => id);
    expect(ids).toHaveLength(30);
    expect(ids).toEqual([...new Set(ids)].sort());
  });

  test('rules: their points add up to what kubesec gives and takes', () => {
    const sum = (sign: number): number =>
      allRules.filter(({ points }) => points * sign > 0).reduce((total, { points }) => total + points, 0);
    expect([sum(1), sum(-1)]).toEqual([21, -152]);
  });

  test('rules: each explains itself in a sentence of its own that needs no escape in JSON', () => {
    const reasons = allRules.map(({ reason }) => reason);
    for (const reason of reasons) {
      expect(reason).toMatch(/^[A-Z][ !#-%'-;=?-~]{40,180}[a-z]$/);
    }
    expect(new Set(reasons).size).toBe(30);
  });

  test('rules: points and selector tell any two of them apart, so that reports have one order', () => {
    const places = allRules.map(({ points, selector }) => `${points} ${selector}`);
    expect(new Set(places).size).toBe(30);
  });
});
