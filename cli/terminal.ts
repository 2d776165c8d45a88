import { writeSync } from 'node:fs';

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

const descriptors = { stdout: 1, stderr: 2 } as const;

// A reader that goes away (`drydock … | head`) ends the command quietly.
const ignoreClosedPipe = (error: NodeJS.ErrnoException): void => {
  if (error.code !== 'EPIPE') throw error;
};

/** Writes at once; what a pipe does not take now, and all that follows, is left to the stream, which waits. */
const writer = (stream: keyof typeof descriptors): ((text: string) => void) => {
  let isStreaming = false;
  return (text) => {
    let rest = Buffer.from(text);
    try {
      while (!isStreaming && rest.length > 0) rest = rest.subarray(writeSync(descriptors[stream], rest));
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code !== 'EAGAIN') return ignoreClosedPipe(error as NodeJS.ErrnoException);
      isStreaming = true;
      process[stream].on('error', ignoreClosedPipe);
    }
    if (rest.length > 0) process[stream].write(rest);
  };
};

/** The variables of this process; nothing else here looks at them. */
export const processEnvironment = (): Environment => process.env;

/** The terminal of this process. The streams of Node are loaded only when they are needed: that takes milliseconds. */
export const processTerminal = (environment: Environment): Terminal => ({
  out: writer('stdout'),
  err: writer('stderr'),
  readInput: async () => {
    const chunks: Uint8Array[] = [];
    for await (const chunk of process.stdin) chunks.push(chunk as Uint8Array);
    return Buffer.concat(chunks);
  },
  environment,
  get isTerminal() {
    return process.stdout.isTTY ?? false;
  },
  get isErrorTerminal() {
    return process.stderr.isTTY ?? false;
  },
  get columns() {
    // A terminal without a size says 0.
    return process.stdout.columns || 80;
  },
  clock: Date.now,
});
