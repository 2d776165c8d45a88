import { type ImageFinding, isFixable } from '../../image/finding.ts';
import { formatReference } from '../../image/reference.ts';
import { severities } from '../../image/severity.ts';
import type { Verdict } from '../../image/verdict.ts';
import type { Tool } from '../located-report.ts';
import { fits } from '../markdown.ts';
import { code, prose } from '../markdown-text.ts';
import { linkOf } from './sarif-rule.ts';
import { counted, describeScan, hiddenLine, type ScannedImage, verdictLine } from './scanned-image.ts';
import { packageLabel } from './targets.ts';

/** A comment on GitHub holds 65,536 characters. */
const roomForFixable = 36_000;
const roomForOthers = 20_000;

const marks: Readonly<Record<Verdict, string>> = { pass: '✅', warn: '⚠️', fail: '❌', unknown: '❓' };

const head = ['| Severity | Vulnerability | Package | Installed | Fixed | |', '|---|---|---|---|---|---|'];

const vulnerability = ({ id, url }: ImageFinding): string => {
  const link = linkOf(url);
  return link === undefined ? code(id, 100) : `[${code(id, 100)}](${link})`;
};

const row = (finding: ImageFinding): string => {
  const { severity, installed, fixed, status, title } = finding;
  const fix = fixed === undefined ? prose(status.replaceAll('_', ' '), 40) : code(fixed, 100);
  const cells = [severity, vulnerability(finding), code(packageLabel(finding), 200), code(installed, 100), fix];
  return `| ${cells.join(' | ')} | ${prose(title ?? '', 160)} |`;
};

const counts = ({ summary }: ScannedImage): string => {
  const { bySeverity, total, fixable } = summary.counts;
  const parts = severities
    .filter((name) => bySeverity[name].total > 0)
    .map((name) => `${name} ${bySeverity[name].total}`);
  return `${counted(total, 'finding')}${total === 0 ? '' : `: ${parts.join(', ')}; ${fixable} with a fix`}.`;
};

/** Markdown for a pull request comment or a job summary: the verdict, what an update removes, the rest folded away; under 65,000 characters. */
export const imageMarkdown = (image: ScannedImage, tool: Tool): string => {
  const { summary, reference, findings } = image;
  const [, ...description] = describeScan(image);
  const fixable = findings.filter(isFixable);
  const others = findings.filter((finding) => !isFixable(finding));
  const folded = [
    `<details><summary>${counted(others.length, 'finding')} without a fix</summary>`,
    '',
    ...head,
    ...fits(others.map(row), roomForOthers),
    '',
    '</details>',
    '',
  ];
  const hidden = hiddenLine(image);
  return [
    `### drydock: ${marks[summary.verdict]} ${code(formatReference(reference), 500)}`,
    '',
    `**${verdictLine(summary)}**`,
    '',
    ...summary.reasons.map(({ message }) => `- ${prose(message)}`),
    ...(summary.reasons.length > 0 ? [''] : []),
    `${counts(image)} ${hidden}`.trimEnd(),
    '',
    ...(fixable.length > 0 ? [...head, ...fits(fixable.map(row), roomForFixable), ''] : []),
    ...(others.length > 0 ? folded : []),
    `<sub>${prose(description.join('; '))} · drydock ${prose(tool.version)}</sub>`,
    '',
  ].join('\n');
};
