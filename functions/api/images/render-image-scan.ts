import type { ScannedImage } from '../../formats/image/scanned-image.ts';
import type { Tool } from '../../formats/located-report.ts';
import type { TrivyReport } from '../../image/trivy-report.ts';
import { viewReport } from '../../image/view-report.ts';
import type { FindingView } from '../../image/views.ts';
import { version } from '../version.ts';
import type { ImageFormat } from './image-view-query.ts';

/** What there is to render: the scan with the findings of a view, and where the report is that they are from. */
export interface ViewedScan {
  image: ScannedImage;
  /** as Trivy wrote it */
  readReport(): Promise<TrivyReport>;
  view: FindingView;
}

type Render = (scan: ViewedScan, tool: Tool, answerBytes: number) => string | Promise<string>;
type OtherFormat = Exclude<ImageFormat, 'json'>;

/** Each is loaded when first asked for. */
const renderers: Record<OtherFormat, { contentType: string; load(): Promise<Render> }> = {
  trivy: {
    contentType: 'application/json',
    load: async () => async (scan) => `${JSON.stringify(viewReport(await scan.readReport(), scan.view), null, 2)}\n`,
  },
  sarif: {
    contentType: 'application/sarif+json',
    async load() {
      const { imageSarif } = await import('../../formats/image/sarif.ts');
      const { gitHubLimits } = await import('../../formats/sarif.ts');
      // The least severe results are left out and counted before the answer is too large; a tenth is left for what is around them.
      return ({ image }, tool, answerBytes) =>
        imageSarif(image, tool, { ...gitHubLimits, size: Math.min(gitHubLimits.size, Math.floor(answerBytes * 0.9)) });
    },
  },
  table: {
    contentType: 'text/plain; charset=utf-8',
    async load() {
      const { imageTable } = await import('../../formats/image/table.ts');
      return ({ image }) => imageTable(image);
    },
  },
  markdown: {
    contentType: 'text/markdown; charset=utf-8',
    async load() {
      const { imageMarkdown } = await import('../../formats/image/markdown.ts');
      return ({ image }, tool) => imageMarkdown(image, tool);
    },
  },
};

/** A done scan as text in any format but drydock's own JSON. */
export async function renderImageScan(
  format: OtherFormat,
  scan: ViewedScan,
  answerBytes: number,
): Promise<{ contentType: string; body: string }> {
  const { contentType, load } = renderers[format];
  const render = await load();
  return { contentType, body: await render(scan, { version }, answerBytes) };
}
