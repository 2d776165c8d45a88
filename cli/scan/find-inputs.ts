import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Input } from './input.ts';
import { type Unreadable, walkDirectory } from './walk-directory.ts';

const isInput = (operand: string): boolean => operand === '-' || operand === '/dev/stdin';

const isDirectory = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;

const isFolder = (operand: string): boolean => {
  try {
    return operand !== '' && !isInput(operand) && isDirectory(operand);
  } catch {
    return false; // reading it as a file then says why
  }
};

/** Standard input or a file, under the name that was given. */
export const inputOf = (operand: string, useAbsolutePath: boolean): Input => {
  if (isInput(operand)) return { name: 'STDIN', path: undefined };
  const path = resolve(operand);
  return { name: useAbsolutePath ? path : operand, path };
};

/** Whether there is one file to scan, as kubesec knows it, or several. */
export const isSingle = (operands: readonly string[]): boolean => operands.length === 1 && !isFolder(operands[0]!);

/** What the operands stand for: standard input, files, and the manifests of directories. */
export function* findInputs(operands: readonly string[], useAbsolutePath: boolean): Generator<Input | Unreadable> {
  for (const operand of operands) {
    if (!isFolder(operand)) yield inputOf(operand, useAbsolutePath);
    else {
      for (const found of walkDirectory(useAbsolutePath ? resolve(operand) : operand)) {
        yield 'error' in found ? found : { name: found.path, path: resolve(found.path) };
      }
    }
  }
}
