import type { Arguments } from '../arguments/parse.ts';
import { UsageError } from '../arguments/usage-error.ts';

/** `--exit-code`, 0 when absent. Throws UsageError. */
export const readExitCode = ({ numbers }: Arguments): number => {
  const exitCode = numbers.get('exit-code') ?? 0;
  if (exitCode < 0 || exitCode > 255) throw new UsageError('--exit-code must be a whole number from 0 to 255');
  return exitCode;
};
