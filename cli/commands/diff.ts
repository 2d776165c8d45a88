import { UsageError } from '../arguments/usage-error.ts';
import type { DiffDocument } from '../changes/diff-rows.ts';
import { readExitCode } from '../changes/read-exit-code.ts';
import type { RunCommand } from '../command.ts';
import { askServer } from '../stored/ask-server.ts';
import { chooseServer } from '../stored/choose-server.ts';

const formats: Readonly<Record<string, (diff: DiffDocument) => Promise<string>>> = {
  table: async (diff) => (await import('../changes/diff-table.ts')).diffTable(diff),
  markdown: async (diff) => (await import('../changes/diff-markdown.ts')).diffMarkdown(diff),
  json: async (diff) => `${JSON.stringify(diff, null, 2)}\n`,
};

/** `drydock diff`: what is different between the newest results of two images; `--exit-code` when findings were added. */
export const diff: RunCommand = async (args, terminal) => {
  const [from, to, ...others] = args.operands;
  if (from === undefined || to === undefined || others.length > 0) throw new UsageError('two images are required');
  const format = args.texts.get('format') ?? 'table';
  const render = Object.hasOwn(formats, format) ? formats[format] : undefined;
  if (render === undefined) throw new UsageError(`unknown format ${format}: expected table, json or markdown`);
  const exitCode = readExitCode(args);
  const platform = args.texts.get('platform');
  const query = new URLSearchParams({ from, to, ...(platform !== undefined && { platform }) });
  const server = chooseServer(args, terminal.environment);
  const found = (await askServer(server, 'GET', `/diff?${query}`)) as DiffDocument;
  terminal.out(await render(found));
  return found.summary.added.total > 0 ? exitCode : 0;
};
