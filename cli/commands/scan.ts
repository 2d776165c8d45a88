import { writeFileSync } from 'node:fs';
import { manifestEngine } from '../../functions/manifest/scan.ts';
import { openSchemas } from '../../functions/manifest/schema/schemas.ts';
import { schemaFiles } from '../../functions/storage/schema-files.ts';
import { UsageError } from '../arguments/usage-error.ts';
import { CommandError, type RunCommand } from '../command.ts';
import { findInputs, inputOf, isSingle } from '../scan/find-inputs.ts';
import { progress } from '../scan/progress.ts';
import { renderReport } from '../scan/render-report.ts';
import { type ScanDeps, scanInput, scanInputs } from '../scan/scan-inputs.ts';
import { readScanOptions, type ScanOptions } from '../scan/scan-options.ts';
import type { ScannedFile } from '../scan/scanned-file.ts';
import type { Terminal } from '../terminal.ts';

/** A command that the user started may take what an API must refuse; only what would not fit in memory is too much. */
const limits = { bodyBytes: 200_000_000, documents: 1_000_000, answerBytes: 400_000_000 };

const isLow = ({ minScore }: ScanOptions, file: ScannedFile): boolean =>
  file.result.documents.some(({ report }) =>
    minScore === undefined ? report.score <= 0 : !report.valid || report.score < minScore,
  );

const scanMany = async (deps: ScanDeps, operands: readonly string[]) => {
  const shown = progress(deps.terminal);
  const outcome = await scanInputs(deps, findInputs(operands, deps.options.useAbsolutePath), shown.step);
  shown.end(outcome.failures);
  if (outcome.files.length + outcome.failures === 0) {
    throw new CommandError(`no .yaml, .yml or .json files in ${operands.join(', ')}`);
  }
  return outcome;
};

const scanOne = async (deps: ScanDeps, operand: string) => {
  return { files: [await scanInput(deps, inputOf(operand, deps.options.useAbsolutePath))], failures: 0 };
};

// As in kubesec a report that cannot be written does not fail the scan: it is still shown.
const writeReport = (path: string, text: string, terminal: Terminal): void => {
  try {
    writeFileSync(path, text);
  } catch (error) {
    terminal.err(`drydock: cannot write the report: ${(error as Error).message}\n`);
  }
};

/** `drydock scan`: 0 when all is well, 1 when something could not be scanned, `--exit-code` when a score is too low. */
export const scan: RunCommand = async (args, terminal) => {
  const { operands } = args;
  if (operands.length === 0) throw new UsageError('file path is required');
  const options = readScanOptions(args, terminal.environment);
  const schemas = openSchemas(schemaFiles(), options.schemas);
  const debug = (text: string): void => {
    if (options.isDebug) terminal.err(`drydock: ${text}\n`);
  };
  debug(`schemas of Kubernetes ${schemas.kubernetesVersion}`);
  const deps: ScanDeps = { engine: manifestEngine({ schemas, limits }), options, terminal };
  const { files, failures } = isSingle(operands) ? await scanOne(deps, operands[0]!) : await scanMany(deps, operands);
  for (const { name, result } of files) debug(`${name}: ${result.documents.length} documents`);
  const rendered = await renderReport(files, options, terminal);
  if (options.output !== '') writeReport(options.output, rendered.file, terminal);
  terminal.out(rendered.shown);
  if (failures > 0) return 1;
  return files.some((file) => isLow(options, file)) ? options.exitCode : 0;
};
