import { isAbsolute, relative } from 'node:path';
import { version } from '../../functions/api/version.ts';
import type { LocatedReport } from '../../functions/formats/located-report.ts';
import { CommandError } from '../command.ts';
import type { Terminal } from '../terminal.ts';
import type { ScanOptions } from './scan-options.ts';
import type { ScannedFile } from './scanned-file.ts';

/** A report as a file should hold it and as standard output shows it. */
export interface Rendered {
  readonly file: string;
  readonly shown: string;
}

// Code scanning looks for files relative to where the command runs; what lies elsewhere keeps its name.
const fromHere = (name: string): string => {
  const path = name === 'STDIN' ? '' : relative('', name);
  return path === '' || path.startsWith('..') || isAbsolute(path) ? name : path;
};

const locate = async (files: readonly ScannedFile[]): Promise<LocatedReport[]> => {
  const { findingLines } = await import('../../functions/manifest/locate.ts');
  return files.flatMap(({ name, body, result }) => {
    const file = fromHere(name);
    return result.documents.map((document): LocatedReport => {
      let lineOf: LocatedReport['lineOf'] | undefined;
      return {
        report: document.report,
        file,
        lineOf: (finding) => {
          lineOf ??= findingLines(body, document);
          return lineOf(finding);
        },
      };
    });
  });
};

/** One array of the reports of all files; without a newline at its end, as kubesec writes it to a file. */
const joinJson = (files: readonly ScannedFile[]): string => {
  const bodies = files.map(({ result }) => result.json.slice('[\n'.length, -'\n]\n'.length));
  return bodies.length === 0 ? '[]' : `[\n${bodies.join(',\n')}\n]`;
};

const usesColor = ({ isTerminal, environment }: Terminal): boolean => isTerminal && !environment.NO_COLOR;

// kubesec prints a newline after a report, whatever the report ends with.
const asKubesec = (file: string): Rendered => ({ file, shown: `${file}\n` });

const asIs = (text: string): Rendered => ({ file: text, shown: text.endsWith('\n') ? text : `${text}\n` });

/** The report of a scan in the format asked for. Throws CommandError for an unknown one, TemplateError. */
export const renderReport = async (
  files: readonly ScannedFile[],
  options: ScanOptions,
  terminal: Terminal,
): Promise<Rendered> => {
  switch (options.format) {
    case 'json':
      return asKubesec(joinJson(files));
    case 'table': {
      const { table } = await import('../../functions/formats/table.ts');
      const reports = await locate(files);
      const width = terminal.columns;
      const file = table(reports, { width });
      return { file, shown: `${usesColor(terminal) ? table(reports, { width, color: true }) : file}\n` };
    }
    case 'sarif':
      return asIs((await import('../../functions/formats/sarif.ts')).sarif(await locate(files), { version }));
    case 'junit':
      return asIs((await import('../../functions/formats/junit.ts')).junit(await locate(files), { version }));
    case 'markdown':
      return asIs((await import('../../functions/formats/markdown.ts')).markdown(await locate(files), { version }));
    case 'template':
      return asKubesec((await import('./render-template.ts')).renderTemplate(files, options, terminal.clock));
    default:
      throw new CommandError('Unrecognized format specified');
  }
};
