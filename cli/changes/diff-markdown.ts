import { fits } from '../../functions/formats/markdown.ts';
import { code, prose } from '../../functions/formats/markdown-text.ts';
import { type DiffDocument, diffCounts, diffRows, sideText } from './diff-rows.ts';

/** A comment on GitHub holds 65,536 characters. */
const room = 55_000;

/** A diff for a pull request comment or a job summary, under 65,000 characters. */
export const diffMarkdown = (diff: DiffDocument): string => {
  const rows = diffRows(diff).map(
    (row) =>
      `| ${row.change} | ${row.severity.replace('>', '→')} | ${code(row.id, 100)} | ${code(row.package, 200)} | ` +
      `${code(row.installed, 100)} | ${code(row.fixed, 100)} |`,
  );
  const head = ['| Change | Severity | Vulnerability | Package | Installed | Fixed |', '|---|---|---|---|---|---|'];
  return [
    '### drydock: what is different',
    '',
    `- from ${prose(sideText(diff.from), 700)}`,
    `- to ${prose(sideText(diff.to), 700)}`,
    '',
    `**${diffCounts(diff)}**`,
    '',
    ...(rows.length > 0 ? [...head, ...fits(rows, room), ''] : []),
  ].join('\n');
};
