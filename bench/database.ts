/**
 * What a new database costs until scans use it: unpacking the published archive to disk, checking it, placing it for a scan. Beside `tar`
 * and `sha256sum` on the same files. `npm run bench:database -- [--mebibytes 800]`; needs three times as much disk space.
 */
import { execFileSync } from 'node:child_process';
import { createReadStream, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { checkBolt } from '../functions/trivy/database/check-bolt.ts';
import { inspectDatabase } from '../functions/trivy/database/inspect.ts';
import { databaseFiles } from '../functions/trivy/database/layout.ts';
import { placeDatabase } from '../functions/trivy/database/place-database.ts';
import { unpackArtifact } from '../functions/trivy/database/unpack-artifact.ts';
import { writeTrivyDatabase } from '../sample/database/write-trivy-database.ts';
import { columns, short } from './harness/figures.ts';

const { values } = parseArgs({
  options: { mebibytes: { type: 'string', default: '800' }, write: { type: 'string' } },
});
const entries = Math.round((Number(values.mebibytes) * 1024 * 1024) / 4_096);
// Other than the text of advisories, no two of which are alike, but packed to about as much.
const words = Array.from({ length: 2_000 }, (_, number) =>
  Math.sin(number + 1)
    .toString(36)
    .slice(3, 9),
);
let state = 1;
const word = (): string => {
  state = (state * 48_271) % 2_147_483_647;
  return words[state % words.length]!;
};
const description = Array.from({ length: 560 }, word).join(' ').slice(0, 3_700);
const vulnerability = (number: number): object => ({
  Title: Array.from({ length: 12 }, word).join(' '),
  Severity: 'HIGH',
  Description: `${number} ${description}`.slice(0, 3_700),
});

if (values.write !== undefined) {
  writeTrivyDatabase(values.write, {
    vulnerabilities: Object.fromEntries(
      Array.from({ length: entries }, (_, number) => [`CVE-2024-${number}`, vulnerability(number)]),
    ),
    packages: { 'debian 12': { openssl: { 'CVE-2024-1': { FixedVersion: '1' } } } },
  });
  process.exit();
}

const directory = mkdtempSync(join(tmpdir(), 'drydock-bench-database-'));
const [made, unpacked, bare, cache] = ['made', 'unpacked', 'bare', 'cache'].map((name) => join(directory, name)) as [
  string,
  string,
  string,
  string,
];
const archive = join(directory, 'db.tar.gz');
const steps: [what: string, milliseconds: number, bytes: number][] = [];
const timed = async <T>(what: string, bytes: () => number, run: () => T | Promise<T>): Promise<T> => {
  const start = performance.now();
  const result = await run();
  steps.push([what, performance.now() - start, bytes()]);
  return result;
};

try {
  // A process of its own, whose memory is not counted.
  execFileSync(process.execPath, [import.meta.filename, '--write', made, '--mebibytes', values.mebibytes]);
  const file = join(made, 'db', 'trivy.db');
  const size = (): number => statSync(file).size;
  execFileSync('tar', ['czf', archive, '-C', join(made, 'db'), 'metadata.json', 'trivy.db']);
  mkdirSync(join(bare, 'db'), { recursive: true });
  mkdirSync(cache);
  const before = process.resourceUsage().maxRSS;

  await timed('unpack the archive', size, () => unpackArtifact(createReadStream(archive), databaseFiles, unpacked));
  await timed('… tar xzf', size, () => execFileSync('tar', ['xzf', archive, '-C', join(bare, 'db')]));
  const inspected = await timed('check it: sha256 and every page', size, () => inspectDatabase(unpacked, Date.now()));
  await timed('… of it, every page', size, () => checkBolt(file));
  await timed('… sha256sum', size, () => execFileSync('sha256sum', [file]));
  const generation = { ...inspected, source: 'file', addedAt: inspected.updatedAt };
  await timed('place it for a scan', size, () =>
    placeDatabase(async () => ({ directory: unpacked, generation }), cache),
  );

  const rows = steps.map(([what, milliseconds, bytes]) => [
    what,
    short(milliseconds),
    short(bytes / 1024 / 1024 / (milliseconds / 1_000)),
  ]);
  const mebibytes = (bytes: number): string => short(bytes / 1024 / 1024);
  console.log(`${mebibytes(size())} MiB, ${mebibytes(statSync(archive).size)} MiB packed, ${entries} vulnerabilities`);
  console.log(columns([['step', 'ms', 'MiB/s'], ...rows]));
  const most = process.resourceUsage().maxRSS / 1024;
  console.log(
    `most memory of the process: ${short(most)} MiB, ${short(before / 1024)} MiB of it before the first step`,
  );
} finally {
  rmSync(directory, { recursive: true });
}
