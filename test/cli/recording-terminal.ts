import type { Environment, Terminal } from '../../cli/terminal.ts';

export interface Recording {
  readonly terminal: Terminal;
  /** what was written to standard output */
  out(): string;
  err(): string;
}

export interface RecordingOptions {
  readonly input?: string;
  readonly environment?: Environment;
  readonly isTerminal?: boolean;
  readonly isErrorTerminal?: boolean;
  /** milliseconds that pass between two looks at the clock */
  readonly tick?: number;
}

/** A terminal that keeps what is written to it. */
export const recordingTerminal = (options: RecordingOptions = {}): Recording => {
  let out = '';
  let err = '';
  let now = 1_700_000_000_000;
  return {
    out: () => out,
    err: () => err,
    terminal: {
      out: (text) => {
        out += text;
      },
      err: (text) => {
        err += text;
      },
      readInput: async () => new TextEncoder().encode(options.input ?? ''),
      environment: options.environment ?? {},
      isTerminal: options.isTerminal ?? false,
      isErrorTerminal: options.isErrorTerminal ?? false,
      columns: 80,
      clock: () => {
        now += options.tick ?? 0;
        return now;
      },
    },
  };
};
