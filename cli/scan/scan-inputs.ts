import { readFileSync } from 'node:fs';
import { DrydockError } from '../../functions/errors.ts';
import { plainText } from '../../functions/formats/plain-text.ts';
import type { ManifestEngine } from '../../functions/manifest/scan.ts';
import { CommandError } from '../command.ts';
import type { Terminal } from '../terminal.ts';
import { fileError } from './file-error.ts';
import type { Input } from './input.ts';
import type { ScanOptions } from './scan-options.ts';
import type { ScannedFile } from './scanned-file.ts';
import type { Unreadable } from './walk-directory.ts';

export interface ScanDeps {
  readonly engine: ManifestEngine;
  readonly options: ScanOptions;
  readonly terminal: Terminal;
}

// Names of files and texts of errors may hold what moves a terminal's cursor.
const complain = (terminal: Terminal, problem: string): void => terminal.err(`drydock: ${plainText(problem, 2000)}\n`);

const readBody = async (input: Input, terminal: Terminal): Promise<Uint8Array> => {
  if (input.path === undefined) return terminal.readInput();
  try {
    return readFileSync(input.path);
  } catch (error) {
    throw fileError(error, input.path);
  }
};

const isInvalidManifest = (error: unknown): error is DrydockError =>
  error instanceof DrydockError && error.code === 'invalid_manifest';

/** Scans one input. Throws CommandError when it cannot be read, DrydockError when it cannot be understood. */
export const scanInput = async ({ engine, options, terminal }: ScanDeps, input: Input): Promise<ScannedFile> => {
  const body = await readBody(input, terminal);
  const { rules, exclude, profile } = options;
  try {
    return { name: input.name, body, result: engine.scan(body, { fileName: input.name, rules, exclude, profile }) };
  } catch (error) {
    if (isInvalidManifest(error)) {
      const { describeFailure } = await import('./locate-failure.ts');
      complain(terminal, `${input.name}: ${describeFailure(body)}${error.message}`);
    }
    throw error;
  }
};

const isFileProblem = (error: unknown): error is Error =>
  error instanceof CommandError || (error instanceof DrydockError && error.code !== 'unknown_rule');

/** Scans many inputs; what is wrong with one is told on standard error and does not stop the others. */
export const scanInputs = async (
  deps: ScanDeps,
  inputs: Iterable<Input | Unreadable>,
  onFile: (count: number) => void,
): Promise<{ files: ScannedFile[]; failures: number }> => {
  const files: ScannedFile[] = [];
  let failures = 0;
  for (const input of inputs) {
    try {
      if ('error' in input) throw input.error;
      files.push(await scanInput(deps, input));
    } catch (error) {
      if (!isFileProblem(error)) throw error;
      failures++;
      // What is wrong with a manifest has been told already, with its document.
      if (!isInvalidManifest(error)) complain(deps.terminal, `${input.path ?? 'STDIN'}: ${error.message}`);
    }
    onFile(files.length + failures);
  }
  return { files, failures };
};
