import { describe, expect, it } from 'vitest';
import { readScanOptions } from '../../functions/api/manifests/scan-options.ts';
import { parseGoQuery } from '../../functions/api/resources/go-query.ts';

const read = (query: string, accept?: string) => readScanOptions(parseGoQuery(query), accept);

describe('options of a scan', () => {
  const understood: [string, object][] = [
    ['', { format: 'json' }],
    ['x=1&RULE=a&Format=sarif', { format: 'json' }],
    ['rule=B&rule=A&rule=B', { format: 'json', rules: ['B', 'A', 'B'] }],
    ['rule=', { format: 'json', rules: [''] }],
    ['exclude=A&exclude=B', { format: 'json', exclude: ['A', 'B'] }],
    ['profile=strict', { format: 'json', profile: 'strict' }],
    ['min-score=-3', { format: 'json', minScore: -3 }],
    ['format=markdown', { format: 'markdown' }],
  ];
  for (const [query, options] of understood) {
    it(`query ?${query} asks for ${JSON.stringify(options)}`, () => {
      expect(read(query)).toEqual(options);
    });
  }

  const refused: [string, string][] = [
    ['min-score=high', 'query parameter min-score="high": expected a whole number such as 3 or -10'],
    ['min-score=', 'query parameter min-score="": expected a whole number such as 3 or -10'],
    ['min-score=1.5', 'query parameter min-score="1.5": expected a whole number such as 3 or -10'],
    ['min-score=1&min-score=2', 'query parameter min-score="1 and 2": expected it once'],
    ['format=xml', 'query parameter format="xml": expected one of json, sarif, junit, table, markdown'],
    ['format=SARIF', 'query parameter format="SARIF": expected one of json, sarif, junit, table, markdown'],
    ['profile=', 'query parameter profile="": expected one of kubesec, strict'],
    ['profile=%1b%22', 'query parameter profile="\\u001b\\"": expected one of kubesec, strict'],
  ];
  for (const [query, message] of refused) {
    it(`query ?${query} is refused with its name and value`, () => {
      expect(() => read(query)).toThrow(expect.objectContaining({ code: 'bad_request', message }));
    });
  }

  it('a long value is cut before it is quoted in the refusal', () => {
    expect(() => read(`format=${'x'.repeat(5000)}`)).toThrow(/^query parameter format="x{60}…"/);
  });

  it('Accept chooses a format only when it is exactly one of three types', () => {
    expect(read('', 'application/sarif+json').format).toBe('sarif');
    expect(read('', ' Application/JUnit+XML ').format).toBe('junit');
    expect(read('', 'text/markdown').format).toBe('markdown');
    const others = ['*/*', 'text/markdown, */*', 'text/markdown;q=1', 'application/json', 'text/html', '__proto__', ''];
    expect(others.map((accept) => read('', accept).format)).toEqual(others.map(() => 'json'));
  });

  it('the query stands above Accept', () => {
    expect(read('format=json', 'text/markdown').format).toBe('json');
  });
});
