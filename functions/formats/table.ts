import type { Finding } from '../manifest/report.ts';
import { box, type Cell } from './box.ts';
import { displayWidth } from './display-width.ts';
import type { LocatedReport } from './located-report.ts';
import { plainText } from './plain-text.ts';

export interface TableOptions {
  /** with the colours of `kubesec scan -f table`; off by default */
  color?: boolean;
  /** cells of the terminal's line, for the heading; 80 by default */
  width?: number;
}

type Paint = (text: string) => string;

const painter =
  (enabled: boolean) =>
  (codes: string): Paint =>
  (text) =>
    enabled ? `\x1b[${codes}m${text}\x1b[0m` : text;

const title = '🛡️  Kubesec Scan Report';

const heading = (width: number, paint: Paint): string => {
  const margin = ' '.repeat(Math.max(0, Math.floor((width - displayWidth(title)) / 2)));
  const line = margin + title + margin;
  const padded = line + ' '.repeat(Math.max(0, width - displayWidth(line)));
  return ['', ' '.repeat(width), padded, ' '.repeat(width)]
    .map((text) => (text === '' ? text : paint(text)))
    .join('\n');
};

/** The text of `kubesec scan -f table`, line by line, for a terminal; names from manifests cannot move its cursor. */
export const table = (reports: readonly LocatedReport[], options: TableOptions = {}): string => {
  const style = painter(options.color ?? false);
  const red = style('91');
  const yellow = style('93');
  const green = style('92');
  const cyan = style('36');
  const gray = style('90');

  const count = (findings: Finding[] | undefined, paint: Paint): Cell => ({
    text: String(findings?.length ?? 0),
    paint,
  });
  const summary = reports.map(({ report }): Cell[] => [
    { text: plainText(report.fileName) },
    { text: plainText(report.object) },
    report.valid ? { text: '✅', paint: green } : { text: '❌', paint: red },
    { text: String(report.score), paint: cyan },
    count(report.scoring.critical, red),
    count(report.scoring.advise, yellow),
    count(report.scoring.passed, green),
  ]);
  const titles = [
    'File',
    'Object',
    'Valid',
    'Score',
    '# Critical Rule Hits',
    '# Advise Rule Hits',
    '# Passed Rule Hits',
  ];
  const head = titles.map((text) => ({ text }));

  const details = ({ report }: LocatedReport): string => {
    const { critical = [], advise = [], passed = [] } = report.scoring;
    const rows = (findings: Finding[], text: string, paint: Paint): Cell[][] =>
      findings.map(({ id, selector, reason, points }) => [
        { text, paint },
        { text: id },
        { text: selector.replaceAll(' | ', ' |\n') },
        { text: reason },
        { text: String(points) },
      ]);
    const all = [
      ...rows(critical, '🔴 Critical', red),
      ...rows(advise, '🟡 Advise', yellow),
      ...rows(passed, '🟢 Passed', green),
    ];
    if (all.length === 0) return '';
    const columns = ['Severity', 'Rule ID', 'Selector', 'Reason', 'Points'].map((text) => ({ text }));
    const info = report.message === '' ? '' : `${style('30;46')(' INFO ')} ${style('96')(plainText(report.message))}\n`;
    return (
      `\n# ${style('1;33')('Details for ')}${style('1;96')(plainText(report.object))}\n` +
      `File: ${gray(plainText(report.fileName))}\n${info}` +
      `${box([columns, ...all], { header: style('37;1'), separator: gray, ruled: true })}\n`
    );
  };

  const overview = box([head, ...summary], { header: style('36;1'), separator: gray, ruled: false });
  return `${heading(options.width ?? 80, style('97;1;46'))}\n${overview}\n${reports.map(details).join('')}`;
};
