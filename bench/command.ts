/**
 * Wall time of scanning one pod on the command line, beside `kubesec scan` (when KUBESEC_BIN is set) and an empty Node process.
 * `npm run bench:command -- [--rounds 31]`; needs the bundle that `npm ci` or `node scripts/build-cli.ts` makes.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { bodies } from './harness/bodies.ts';
import { columns, median, short } from './harness/figures.ts';

interface Command {
  name: string;
  program: string;
  args: string[];
  times: number[];
}

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '31' } } });
const rounds = Number(values.rounds);
const { KUBESEC_BIN: kubesec, KUBESEC_SCHEMA_LOCATION: location } = process.env;
const bundle = fileURLToPath(new URL('../dist/cli/drydock.mjs', import.meta.url));
const directory = mkdtempSync(join(tmpdir(), 'drydock-bench-'));
const pod = join(directory, 'pod.yaml');
// The second body scores above zero, so that both commands end with exit code 0.
writeFileSync(pod, bodies('small', 2)[1]!);

const command = (name: string, program: string, ...args: string[]): Command => ({ name, program, args, times: [] });
const commands = [
  command('drydock scan', process.execPath, bundle, 'scan', pod),
  ...(kubesec
    ? [command('kubesec scan', kubesec, 'scan', ...(location ? ['--schema-location', location] : []), pod)]
    : []),
  command('node -e 0', process.execPath, '-e', '0'),
];

try {
  for (let round = -1; round < rounds; round++) {
    for (const { name, program, args, times } of commands) {
      const start = performance.now();
      const { status, stderr } = spawnSync(program, args);
      const took = performance.now() - start;
      if (status !== 0) throw new Error(`${name} ended with exit code ${status}: ${stderr}`);
      // The first round fills the page cache.
      if (round >= 0) times.push(took);
    }
  }
} finally {
  rmSync(directory, { recursive: true });
}
const drydock = median(commands[0]!.times);
const rows = commands.map(({ name, times }) => [name, short(median(times)), `${short(drydock / median(times))} x`]);
process.stdout.write(`${columns([['command', 'ms', 'drydock takes'], ...rows])}\n`);
