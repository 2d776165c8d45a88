import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What a scripted Trivy does when it is asked to scan. */
export interface FakeBehaviour {
  /** 0.68.2 when absent */
  version?: string;
  /** lines on stderr, written first */
  says?: readonly string[];
  /** on stdout */
  report?: string;
  /** bytes on stdout without end */
  floods?: boolean;
  /** 0 when absent */
  exit?: number;
  /** kills itself with this signal */
  dies?: NodeJS.Signals;
  /** says `ready` and waits for ever */
  hangs?: boolean;
  /** pays no attention to SIGTERM */
  ignoresTerm?: boolean;
  /** starts another process that waits for ever, and says `child PID` */
  forks?: boolean;
  /** writes arguments, environment, directory and the files of the cache there */
  tellsTo?: string;
  /** fails as Trivy does for a jar when the cache directory has no Java database */
  wantsJavaDatabase?: boolean;
}

/** A program `trivy` in a directory; returns its path. */
export function fakeTrivy(directory: string, behaviour: FakeBehaviour = {}): string {
  mkdirSync(directory, { recursive: true });
  const path = join(directory, 'trivy');
  const script = `#!${process.execPath}\nconst behaviour = ${JSON.stringify(behaviour)};\n(${play.toString()})(behaviour);\n`;
  writeFileSync(path, script, { mode: 0o755 });
  return path;
}

// Runs in a process of its own, written out as text: it sees nothing of this file.
function play(behaviour: FakeBehaviour): void {
  const fs = process.getBuiltinModule('node:fs');
  const { spawn } = process.getBuiltinModule('node:child_process');
  const args = process.argv.slice(2);
  if (args[0] === 'version') {
    process.stdout.write(JSON.stringify({ Version: behaviour.version ?? '0.68.2' }));
    return;
  }
  const cache = args[args.indexOf('--cache-dir') + 1] ?? '';
  const say = (line: string) => fs.writeSync(2, `${line}\n`);
  if (behaviour.tellsTo !== undefined) {
    const files = fs.readdirSync(cache, { recursive: true, encoding: 'utf8' }).sort();
    const told = { args, env: process.env, cwd: process.cwd(), files, pid: process.pid };
    fs.writeFileSync(behaviour.tellsTo, JSON.stringify(told));
  }
  if (behaviour.ignoresTerm) process.on('SIGTERM', () => say('no'));
  if (behaviour.forks) {
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'inherit' });
    say(`child ${child.pid}`);
  }
  for (const line of behaviour.says ?? []) say(line);
  if (behaviour.hangs || behaviour.ignoresTerm) {
    setInterval(() => {}, 1_000);
    say('ready');
    return;
  }
  if (behaviour.wantsJavaDatabase && !fs.existsSync(`${cache}/java-db/trivy-java.db`)) {
    say(
      '2026-01-01T00:00:00Z\tFATAL\tFatal error\tpost analysis error: Unable to initialize the Java DB: Java DB update failed',
    );
    process.exit(1);
  }
  if (behaviour.floods) for (;;) fs.writeSync(1, 'x'.repeat(65_536));
  if (behaviour.dies) process.kill(process.pid, behaviour.dies);
  if (behaviour.report !== undefined) fs.writeSync(1, behaviour.report);
  // With a forked child the loop would not end by itself.
  process.exit(behaviour.exit ?? 0);
}
