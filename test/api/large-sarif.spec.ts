import { describe, expect, it } from 'vitest';
import { renderScan } from '../../functions/api/manifests/render-scan.ts';
import { manifestEngine } from '../../functions/manifest/scan.ts';
import { openSchemas } from '../../functions/manifest/schema/schemas.ts';
import { schemaFiles } from '../../functions/storage/schema-files.ts';

const pods = (count: number): Buffer =>
  Buffer.from(
    Array.from(
      { length: count },
      (_, i) => `kind: Pod\napiVersion: v1\nmetadata: {name: p${i}}\nspec: {containers: [{name: c}]}`,
    ).join('\n---\n'),
  );

describe('SARIF over HTTP', () => {
  it('SARIF over HTTP: what does not fit the answer is left out and counted, the answer is not refused', async () => {
    const engine = manifestEngine({ schemas: openSchemas(schemaFiles()) });
    const body = pods(100);
    const result = engine.scan(body, { fileName: 'API' });
    const whole = await renderScan('sarif', body, result, 5_000_000);
    const small = await renderScan('sarif', body, result, 300_000);
    expect(Buffer.byteLength(whole.body)).toBeGreaterThan(300_000);
    expect(Buffer.byteLength(small.body)).toBeLessThanOrEqual(300_000);
    const [all, some] = [whole, small].map(({ body: text }) => JSON.parse(text).runs[0]);
    expect(all.properties).toBeUndefined();
    expect(some.properties.resultsLeftOut).toBe(all.results.length - some.results.length);
    expect(some.invocations[0].toolExecutionNotifications[0].message.text).toContain('left out');
  });
});
