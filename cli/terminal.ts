export type Environment = Readonly<Record<string, string | undefined>>;

/** What a command sees of the process that runs it. */
export interface Terminal {
  out(text: string): void;
  err(text: string): void;
  /** all of standard input */
  readInput(): Promise<Uint8Array>;
  readonly environment: Environment;
  /** standard output is a terminal */
  readonly isTerminal: boolean;
  readonly isErrorTerminal: boolean;
  /** cells of a line of standard output, 80 where it has none */
  readonly columns: number;
  /** milliseconds since 1970 */
  clock(): number;
}

const noneTerminal = { isTTY: false, columns: 80 };

const write = (descriptor: 'stdout' | 'stderr', text: string): void => {
  process[descriptor].write(text);
};

/** The terminal of this process. A reader that goes away (`drydock … | head`) ends the command quietly. */
export const processTerminal = (): Terminal => {
  const out = process.stdout as Partial<NodeJS.WriteStream>;
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
  return {
    out: (text) => write('stdout', text),
    err: (text) => write('stderr', text),
    readInput: async () => {
      const chunks: Uint8Array[] = [];
      for await (const chunk of process.stdin) chunks.push(chunk as Uint8Array);
      return Buffer.concat(chunks);
    },
    environment: process.env,
    isTerminal: out.isTTY ?? noneTerminal.isTTY,
    isErrorTerminal: process.stderr.isTTY ?? noneTerminal.isTTY,
    columns: out.columns ?? noneTerminal.columns,
    clock: Date.now,
  };
};
