import { defaultDataDirectory } from '../../local/data-directory.ts';
import type { Arguments } from '../arguments/parse.ts';
import type { Environment } from '../terminal.ts';

export const isDataDirectoryGiven = (args: Arguments, environment: Environment): boolean =>
  Boolean(args.texts.get('data-dir') || environment.DRYDOCK_DATA_DIR);

/** `--data-dir`, else DRYDOCK_DATA_DIR, else `.drydock`. */
export const chooseDataDirectory = (args: Arguments, environment: Environment): string =>
  args.texts.get('data-dir') || environment.DRYDOCK_DATA_DIR || defaultDataDirectory;
