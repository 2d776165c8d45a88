import { displayWidth } from '../display-width.ts';
import { plainText } from '../plain-text.ts';
import { findingRows } from './finding-rows.ts';
import { type Paint, painter } from './paint.ts';
import { describeScan, hiddenLine, type ScannedImage, verdictLine } from './scanned-image.ts';
import { type Target, targetsOf, totalLine } from './targets.ts';

export interface ImageTableOptions {
  /** off by default */
  color?: boolean;
  /** cells of the terminal's line; without it no line is cut or broken */
  width?: number;
}

const targetLines = ({ name, type, findings }: Target, paint: Paint, width: number | undefined): string[] => {
  const known = type !== '' && findings[0]!.class === 'library' && name !== type;
  const title = plainText(known ? `${name} (${type})` : name, 500);
  const line = '='.repeat(Math.min(displayWidth(title), width ?? 200));
  return ['', paint.title(title), line, totalLine(findings), '', ...findingRows(findings, paint, width)];
};

/** For people at a terminal: what was scanned and the verdict, then each target with its findings. Names cannot move the cursor. */
export const imageTable = (image: ScannedImage, options: ImageTableOptions = {}): string => {
  const paint = painter(options.color ?? false);
  const { summary, findings } = image;
  const [name, ...description] = describeScan(image);
  const hidden = hiddenLine(image);
  return [
    paint.title(name!),
    ...description,
    '',
    `Verdict: ${paint.verdict(summary.verdict, verdictLine(summary))}`,
    ...summary.reasons.map(({ message }) => `  - ${plainText(message)}`),
    totalLine(findings),
    ...(hidden === '' ? [] : [hidden]),
    ...targetsOf(findings).flatMap((target) => targetLines(target, paint, options.width)),
    '',
  ].join('\n');
};
