import { Buffer } from 'node:buffer';
import { DrydockError } from '../../errors.ts';
import type { LocatedReport, Tool } from '../../formats/located-report.ts';
import type { ManifestResult } from '../../manifest/scan.ts';
import { version } from '../version.ts';
import type { Format } from './scan-options.ts';

type Render = (reports: readonly LocatedReport[], tool: Tool, answerBytes: number) => string;

/** Each is loaded when first asked for: most deployments never are. */
const renderers: Record<Exclude<Format, 'json'>, { contentType: string; load(): Promise<Render> }> = {
  sarif: {
    contentType: 'application/sarif+json',
    load: async () => {
      const { gitHubLimits, sarif } = await import('../../formats/sarif.ts');
      // A tenth is left for the rules; the least severe results are left out and counted before the answer is too large.
      return (reports, tool, answerBytes) =>
        sarif(reports, tool, { ...gitHubLimits, size: Math.min(gitHubLimits.size, Math.floor(answerBytes * 0.9)) });
    },
  },
  junit: { contentType: 'application/junit+xml', load: async () => (await import('../../formats/junit.ts')).junit },
  markdown: {
    contentType: 'text/markdown; charset=utf-8',
    load: async () => (await import('../../formats/markdown.ts')).markdown,
  },
  table: {
    contentType: 'text/plain; charset=utf-8',
    load: async () => {
      const { table } = await import('../../formats/table.ts');
      return (reports) => table(reports);
    },
  },
};

/** The answer's text in the wanted format. Throws DrydockError `answer_too_large`. */
export async function renderScan(
  format: Format,
  body: Uint8Array,
  result: ManifestResult,
  answerBytes: number,
): Promise<{ contentType: string; body: string }> {
  if (format === 'json') return { contentType: 'application/json', body: result.json };
  const { contentType, load } = renderers[format];
  const [render, { findingLines }] = await Promise.all([load(), import('../../manifest/locate.ts')]);
  const located = result.documents.map((document): LocatedReport => {
    let lineOf: LocatedReport['lineOf'] | undefined;
    return {
      report: document.report,
      file: document.report.fileName,
      lineOf(finding) {
        lineOf ??= findingLines(body, document);
        return lineOf(finding);
      },
    };
  });
  const text = render(located, { version }, answerBytes);
  if (Buffer.byteLength(text) > answerBytes) {
    throw new DrydockError('answer_too_large', `the answer is larger than ${answerBytes} bytes`);
  }
  return { contentType, body: text };
}
