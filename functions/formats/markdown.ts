import type { Finding } from '../manifest/report.ts';
import { isUnnamed, type LocatedReport, type Tool } from './located-report.ts';
import { code, prose } from './markdown-text.ts';

/** A comment on GitHub holds 65,536 characters; what is longer is left out from the end and counted. */
const maxLength = 60_000;

const plural = (count: number, one: string): string => `${count} ${one}${count === 1 ? '' : 's'}`;
const signed = (points: number): string => (points > 0 ? `+${points}` : String(points));
const state = ({ report }: LocatedReport): string => (!report.valid || report.scoring.critical ? '❌' : '✅');
const place = (file: string, line: number): string => (isUnnamed(file) ? `line ${line}` : code(`${file}:${line}`));

// Invalid documents first, then the lowest scores.
const urgency = ({ report }: LocatedReport): number => (report.valid ? report.score : Number.NEGATIVE_INFINITY);

const row = (located: LocatedReport): string => {
  const { report, file, lineOf } = located;
  const { critical = [], advise = [] } = report.scoring;
  const cells = [code(report.object), place(file, lineOf('document')), report.score, critical.length, advise.length];
  return `| ${state(located)} | ${cells.join(' | ')} |`;
};

interface Placed {
  located: LocatedReport;
  finding: Finding;
}

const placed = (reports: readonly LocatedReport[], group: 'critical' | 'advise'): Placed[] =>
  reports
    .flatMap((located) => (located.report.scoring[group] ?? []).map((finding) => ({ located, finding })))
    .sort((a, b) => Math.abs(b.finding.points) - Math.abs(a.finding.points));

const named = ({ id, points }: Finding): string => `**${prose(id)}** (${signed(points)})`;

const item = ({ located, finding }: Placed): string =>
  `- ${named(finding)} in ${code(located.report.object)}, ` +
  `${place(located.file, located.lineOf(finding))}: ${prose(finding.reason)}`;

// Advice is the same for many documents: one line a rule, with the first documents it is for.
const advice = (all: readonly Placed[]): string[] => {
  const rules = Map.groupBy(all, ({ finding }) => finding.id);
  return [...rules.values()].map((group) => {
    const objects = [...new Set(group.map(({ located }) => located.report.object))];
    const more = objects.length > 3 ? ` and ${objects.length - 3} more` : '';
    const { finding } = group[0]!;
    const list = objects.slice(0, 3).map((object) => code(object));
    return `- ${named(finding)} ${prose(finding.reason)}: ${list.join(', ')}${more}`;
  });
};

export const fits = (lines: readonly string[], room: number): string[] => {
  let length = 0;
  const end = lines.findIndex((line) => {
    length += line.length + 1;
    return length > room;
  });
  return end < 0 ? [...lines] : [...lines.slice(0, end), '', `… and ${lines.length - end} more.`];
};

const section = (title: string, lines: readonly string[], room: number): string[] =>
  lines.length === 0 ? [] : [`#### ${title}`, '', ...fits(lines, room), ''];

/** Markdown for a pull request comment or a job summary: what is wrong first, advice folded away, at most 60,000 characters. */
export const markdown = (reports: readonly LocatedReport[], tool: Tool): string => {
  const sorted = [...reports].sort((a, b) => urgency(a) - urgency(b));
  const invalid = sorted
    .filter(({ report }) => !report.valid)
    .map(
      ({ report, file, lineOf }) =>
        `- ${code(report.object)}, ${place(file, lineOf('document'))}: ${code(report.message, 1_000)}`,
    );
  const critical = placed(sorted, 'critical').map(item);
  const advised = placed(sorted, 'advise');
  const bad = sorted.filter((located) => state(located) === '❌').length;
  const verdict = bad === 0 ? 'nothing critical' : `${bad} with problems`;
  const folded = [
    `<details><summary>${plural(advised.length, 'piece')} of advice</summary>`,
    '',
    ...fits(advice(advised), maxLength / 4),
    '',
    '</details>',
    '',
  ];
  return [
    `### drydock: ${plural(reports.length, 'document')}, ${verdict}`,
    '',
    ...section('Not valid, not checked', invalid, maxLength / 4),
    ...section('Critical', critical, maxLength / 4),
    '| | Document | Place | Score | Critical | Advice |',
    '|---|---|---|--:|--:|--:|',
    ...fits(sorted.map(row), maxLength / 4 - 1_000),
    '',
    ...(advised.length > 0 ? folded : []),
    `<sub>drydock ${prose(tool.version)}</sub>`,
    '',
  ].join('\n');
};
