import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { LoadPlan, LoadResult } from '../load.ts';
import { bodies } from './bodies.ts';

const script = fileURLToPath(new URL('wrk.lua', import.meta.url));
/** Of /proc/PID/stat. */
const ticksPerSecond = 100;

/** The load of load.ts by wrk, which takes less of the processors that both sides share. */
export function wrkClient(binary: string, directory: string): (plan: LoadPlan) => Promise<LoadResult> {
  return async (plan) => {
    const file = join(directory, `${plan.kind}.bodies`);
    const parts = bodies(plan.kind, plan.distinct).flatMap((body) => [Buffer.from(`${body.length}\n`), body]);
    writeFileSync(file, Buffer.concat(parts));
    const url = `http://127.0.0.1:${plan.port}/scan`;
    const options = ['-t1', `-c${plan.connections}`, `-d${plan.seconds}s`, '--timeout', '60s', '-s', script];
    const { stdout, busySeconds } = await run(binary, [...options, url, '--', file, String(plan.first)]);
    const line = stdout.split('\n').find((text) => text.startsWith('{"requests"'));
    if (line === undefined) throw new Error(`wrk did not end as it should: ${stdout.slice(-300)}`);
    const { requests, refused, broken, us, p50, p99, bytes } = JSON.parse(line) as Record<string, number>;
    if (broken! > 0) throw new Error(`${broken} requests of wrk broke off`);
    return {
      ...{ requests: requests!, refused: refused! },
      rate: (requests! / us!) * 1e6,
      ...{ p50: p50! / 1000, p99: p99! / 1000 },
      bytes: Math.round(bytes! / requests!),
      busy: busySeconds / (us! / 1e6),
    };
  };
}

function run(binary: string, args: string[]): Promise<{ stdout: string; busySeconds: number }> {
  return new Promise((resolve, reject) => {
    let busySeconds = 0;
    const child = execFile(binary, args, (error, stdout) => {
      clearInterval(watch);
      if (error) reject(error);
      else resolve({ stdout, busySeconds });
    });
    const watch = setInterval(() => {
      busySeconds = Math.max(busySeconds, processorSeconds(child.pid!));
    }, 100);
  });
}

function processorSeconds(pid: number): number {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ')[1]!.split(' ');
    return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
  } catch {
    return 0;
  }
}
