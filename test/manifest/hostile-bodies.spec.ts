import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { hostileBodies } from './hostile-bodies.ts';

interface Outcome {
  scanned: { name: string; outcome: string; milliseconds: number }[];
  /** bodies whose outcome was another one when they were scanned again and again */
  changed: string[];
  score: number;
  megabytes: number;
}

describe('hostile bodies', () => {
  let run: Outcome;
  beforeAll(() => {
    const program = fileURLToPath(new URL('./scan-hostile-bodies.ts', import.meta.url));
    run = JSON.parse(execFileSync(process.execPath, ['--max-old-space-size=400', program], { encoding: 'utf8' }));
  });

  test('hostile bodies: each gets an answer or a refusal that says why', () => {
    const outcomes = run.scanned.map(({ name, outcome }) => [name, outcome]);
    expect(outcomes).toEqual(hostileBodies.map(([name, , outcome]) => [name, outcome]));
  });

  test('hostile bodies: none takes more than about a second of processor time, findings located', () => {
    expect(run.scanned.filter(({ milliseconds }) => milliseconds > 2000)).toEqual([]);
  });

  test('hostile bodies: after hundreds of them one process answers as before, within bounded memory (S6)', () => {
    expect(run.changed).toEqual([]);
    expect(run.score).toBe(-9);
    expect(run.megabytes).toBeLessThan(1000);
  });
});
