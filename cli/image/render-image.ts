import { version } from '../../functions/api/version.ts';
import type { ScannedImage } from '../../functions/formats/image/scanned-image.ts';
import type { TrivyReport } from '../../functions/image/trivy-report.ts';
import { viewReport } from '../../functions/image/view-report.ts';
import type { Terminal } from '../terminal.ts';
import type { ImageOptions } from './image-options.ts';

/** The report in the format that was asked for; a terminal gets colours and lines that fit, a file does not. */
export const renderImage = async (
  image: ScannedImage,
  report: TrivyReport,
  { format, view, output }: ImageOptions,
  { isTerminal, columns, environment }: Terminal,
): Promise<string> => {
  switch (format) {
    case 'table': {
      const { imageTable } = await import('../../functions/formats/image/table.ts');
      const isSeen = isTerminal && output === '';
      return imageTable(image, isSeen ? { width: columns, color: !environment.NO_COLOR } : {});
    }
    case 'json':
      return (await import('../../functions/formats/image/json.ts')).imageJson(image);
    case 'sarif':
      return (await import('../../functions/formats/image/sarif.ts')).imageSarif(image, { version });
    case 'markdown':
      return (await import('../../functions/formats/image/markdown.ts')).imageMarkdown(image, { version });
    case 'trivy':
      return `${JSON.stringify(viewReport(report, view), null, 2)}\n`;
  }
};
