import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const main = fileURLToPath(new URL('../../local/main.ts', import.meta.url));

export interface MainProcess {
  kill(signal: NodeJS.Signals): void;
  /** all that it wrote so far */
  output(): string;
  /** Resolves with the match once the output holds it. */
  says(pattern: RegExp): Promise<RegExpExecArray>;
  /** its exit code */
  ended: Promise<number | null>;
}

/** `npm start` as a process of its own. */
export function runMain(variables: Record<string, string>, ...flags: string[]): MainProcess {
  const child = spawn(process.execPath, [main, ...flags], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...variables },
  });
  let output = '';
  const look: (() => void)[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (part: Buffer) => {
      output += part;
      for (const again of look) again();
    });
  }
  return {
    kill: (signal) => void child.kill(signal),
    output: () => output,
    says: (pattern) =>
      new Promise((resolve) => {
        const check = (): void => {
          const match = pattern.exec(output);
          if (match) resolve(match);
        };
        look.push(check);
        check();
      }),
    ended: new Promise((resolve) => child.once('close', resolve)),
  };
}
