import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sprintf } from '../../../cli/go-format/printf.ts';

const finite = fc.double({ noNaN: true, noDefaultInfinity: true });

test('float verbs: the shortest form reads back as the same number', () => {
  fc.assert(
    fc.property(finite, fc.constantFrom('%v', '%g', '%G', '%.17g', '%.17e'), (value, verb) => {
      expect(Number(sprintf(verb, [value]))).toBe(value);
    }),
  );
});

test('float verbs: %f has every digit that it is asked for', () => {
  const middling = fc.double({ min: -1e15, max: 1e15, noNaN: true });
  fc.assert(
    fc.property(middling, fc.integer({ min: 12, max: 30 }), (value, places) => {
      const text = sprintf(`%.${places}f`, [value]);
      expect(Number(text)).toBeCloseTo(value, 10);
      expect(text.split('.')[1]).toHaveLength(places);
    }),
  );
});

test('float verbs: %b and %x are exact', () => {
  fc.assert(
    fc.property(finite, (value) => {
      const [mantissa, exponent] = sprintf('%b', [value]).split('p') as [string, string];
      expect(Number(mantissa) * 2 ** Math.floor(Number(exponent) / 2) * 2 ** Math.ceil(Number(exponent) / 2)).toBe(
        value,
      );
      const [, sign, whole, fraction = '', power] = /^(-?)0x(\d)(?:\.([0-9a-f]+))?p([+-]\d+)$/.exec(
        sprintf('%x', [value]),
      )!;
      const hex = Number.parseInt(whole! + fraction, 16) * 2 ** (-4 * fraction.length);
      const half = Math.trunc(Number(power) / 2);
      expect((sign === '-' ? -hex : hex) * 2 ** half * 2 ** (Number(power) - half)).toBe(value);
    }),
  );
});

test('float verbs: halves are rounded to even', () => {
  expect(sprintf('%.0f %.0f %.0f %.1f %.0e', [0.5, 1.5, 2.5, 0.25, 25])).toBe('0 2 2 0.2 2e+01');
  expect(sprintf('%.0x %.0x %.0X %.1x', [1.5, 2.5, 1.9, 1.99])).toBe('0x1p+01 0x1p+01 0X1P+01 0x1.0p+01');
  expect(sprintf('%.3f %.2e', [999.9996, 9.999])).toBe('1000.000 1.00e+01');
});
