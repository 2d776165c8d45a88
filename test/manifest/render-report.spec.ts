import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { quoteJson, utf8Length } from '../../functions/manifest/quote-json.ts';
import { reportRenderer } from '../../functions/manifest/render-report.ts';
import type { Report } from '../../functions/manifest/report.ts';
import { pod, scored } from './rules/scored.ts';

const bytesOf = (text: string): number => new TextEncoder().encode(text).length;

const anyText = fc.string({
  unit: fc.constantFrom('a', '<', '>', '&', '"', '\\', '\n', '\x7f', '\x01', 'é', '\u2028', '😀'),
});

describe('JSON text', () => {
  test.each([
    ['<a href="x">&\'', '"\\u003ca href=\\"x\\"\\u003e\\u0026\'"'],
    ['\u2028\u2029\u2027', '"\\u2028\\u2029\u2027"'],
    ['\b\f\n\r\t\v\0\x1f\x7f', '"\\b\\f\\n\\r\\t\\u000b\\u0000\\u001f\x7f"'],
    ['é😀\u0080\ufffd', '"é😀\u0080\ufffd"'],
    ['a\ud800b\udc00', '"a\\ufffdb\\ufffd"'],
    ['\\u003c', '"\\\\u003c"'],
  ])('JSON text: %j is written as Go writes it', (text, json) => {
    expect(quoteJson(text)).toBe(json);
  });

  test('JSON text: any text reads back as itself', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => JSON.parse(quoteJson(text)) === text));
    fc.assert(fc.property(anyText, (text) => JSON.parse(quoteJson(text)) === text));
  });

  test('JSON text: its bytes are counted without encoding it', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => utf8Length(text) === bytesOf(text)));
  });
});

describe('report text', () => {
  const render = reportRenderer();
  const report = (fields: Partial<Report>): Report => ({
    ...scored({ kind: 'Pod', spec: {} }),
    fileName: 'API',
    ...fields,
  });

  test('report text: it has the layout of kubesec', () => {
    const { json } = render({
      object: 'Pod/<x>.default',
      valid: true,
      fileName: 'API',
      message: 'Failed with a score of -8 points',
      score: -8,
      scoring: {
        critical: [{ id: 'A', selector: '.a > 1', reason: 'r', points: -9 }],
        advise: [
          { id: 'B', selector: 's', reason: 'é', points: 1 },
          { id: 'C', selector: 's', reason: 'r', points: 1 },
        ],
      },
    });
    expect(json).toBe(`  {
    "object": "Pod/\\u003cx\\u003e.default",
    "valid": true,
    "fileName": "API",
    "message": "Failed with a score of -8 points",
    "score": -8,
    "scoring": {
      "critical": [
        {
          "id": "A",
          "selector": ".a \\u003e 1",
          "reason": "r",
          "points": -9
        }
      ],
      "advise": [
        {
          "id": "B",
          "selector": "s",
          "reason": "é",
          "points": 1
        },
        {
          "id": "C",
          "selector": "s",
          "reason": "r",
          "points": 1
        }
      ]
    }
  }`);
  });

  test('report text: empty scoring is {} and an empty message is left out', () => {
    const { json } = render(report({ object: 'A', message: '', scoring: {} }));
    expect(json).toBe(
      '  {\n    "object": "A",\n    "valid": true,\n    "fileName": "API",\n    "score": 0,\n    "scoring": {}\n  }',
    );
  });

  test('report text: any report reads back as itself, and its bytes are counted right', () => {
    const hostile = scored(pod({ hostPID: true, hostUsers: false, containers: [{}] }));
    fc.assert(
      fc.property(anyText, anyText, anyText, (object, fileName, message) => {
        const whole = { ...hostile, object, fileName, message: `${message}.` };
        const { json, bytes } = render(whole);
        expect(JSON.parse(json)).toEqual(whole);
        expect(bytes).toBe(bytesOf(json));
        expect(json).toBe(
          JSON.stringify([whole], null, 2)
            .replace(/[<>&\u2028\u2029]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`)
            .slice(2, -2),
        );
      }),
    );
  });
});
