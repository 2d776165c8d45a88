import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cruise, type ICruiseResult } from 'dependency-cruiser';
import { afterAll, describe, expect, it } from 'vitest';
import { importRules, mayImport } from './import-rules.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const rooms = ['functions', 'local', 'cli', 'infra', 'scripts', 'bench'];

const cruised = async (baseDir: string, folders: string[]): Promise<ICruiseResult> => {
  const { output } = await cruise(folders, { ...importRules, baseDir });
  if (typeof output === 'string') throw new Error(output);
  return output;
};
const refusals = ({ summary }: ICruiseResult): string[] =>
  summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} -> ${to}`);

const sources = (folder: string): string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => `${folder}/${name}`);
const textOf = (file: string): string => readFileSync(join(root, file), 'utf8');
const shipped = rooms.flatMap(sources);
const holding = (files: string[], pattern: RegExp): string[] => files.filter((file) => pattern.test(textOf(file)));

describe('imports', () => {
  it('imports: every arrow between rooms points one way, and there are no cycles', async () => {
    const result = await cruised(root, rooms);
    expect(refusals(result)).toEqual([]);
    expect(result.summary.totalCruised).toBeGreaterThanOrEqual(shipped.length);
    expect(result.summary.totalDependenciesCruised).toBeGreaterThan(0);
  });

  it('imports: every TypeScript file of the rooms is among those that were looked at', async () => {
    const seen = new Set((await cruised(root, rooms)).modules.map(({ source }) => source));
    expect(shipped.filter((file) => !seen.has(file))).toEqual([]);
  });

  it('imports: every room of functions/ has a row in the table', () => {
    const folders = readdirSync(join(root, 'functions'), { withFileTypes: true }).filter((entry) =>
      entry.isDirectory(),
    );
    expect(folders.map(({ name }) => name).filter((name) => !(name in mayImport))).toEqual([]);
  });

  const sketch = mkdtempSync(join(tmpdir(), 'drydock-imports-'));
  afterAll(() => rmSync(sketch, { recursive: true }));
  const write = (file: string, text: string): void => {
    mkdirSync(dirname(join(sketch, file)), { recursive: true });
    writeFileSync(join(sketch, file), text);
  };

  it('import rules: what a room may not import is refused, types included', async () => {
    write('functions/manifest/scan.ts', "import { readFileSync } from 'node:fs';\nexport const scan = readFileSync;\n");
    write('functions/storage/table.ts', 'export interface Table { name: string }\n');
    write('functions/api/app.ts', "import type { Table } from '../storage/table.ts';\nexport type App = Table;\n");
    write('infra/stack.ts', "import type { App } from '../functions/api/app.ts';\nexport type Stack = App;\n");
    write('local/one.ts', "import { two } from './two.ts';\nexport const one = (): number => two();\n");
    write('local/two.ts', "import { one } from './one.ts';\nexport const two = (): number => one();\n");
    write('cli/main.ts', "import { gone } from './gone.ts';\nexport const main = gone;\n");
    const found = refusals(await cruised(sketch, ['functions', 'local', 'cli', 'infra']));
    expect(found).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^imports-of-manifest: functions\/manifest\/scan\.ts -> (node:)?fs$/),
        'imports-of-api: functions/api/app.ts -> functions/storage/table.ts',
        'imports-of-infra: infra/stack.ts -> functions/api/app.ts',
        expect.stringMatching(/^no-cycles: local\//),
        'resolvable: cli/main.ts -> ./gone.ts',
      ]),
    );
  });
});

describe('shape', () => {
  it('files: none is longer than 250 lines', () => {
    const long = [...shipped, ...sources('test')].filter((file) => textOf(file).split('\n').length > 251);
    expect(long).toEqual([]);
  });

  it('files: names are kebab-case and say what the file is', () => {
    const names = shipped
      .filter((file) => !file.endsWith('.d.ts'))
      .map((file) => file.slice(file.lastIndexOf('/') + 1));
    expect(names.filter((name) => !/^[a-z0-9]+(-[a-z0-9]+)*\.ts$/.test(name))).toEqual([]);
    expect(names.filter((name) => /^(utils?|helpers?|common|misc|index)\.ts$/.test(name))).toEqual([]);
  });

  it('files: exports are named, none passes on the exports of another file', () => {
    expect(holding(shipped, /^export default |^export \* from |^export (type )?\{[^}]*\} from /m)).toEqual([]);
  });

  it('classes: only errors and constructs are classes', () => {
    expect(holding(shipped, /^(export )?(abstract )?class (?!\w+ extends (\w*Error|Construct|Stack)\b)/m)).toEqual([]);
  });

  it('pure rooms: no clock, no randomness, no environment', () => {
    const pure = sources('functions').filter((file) => /^functions\/(manifest|image|formats)\//.test(file));
    expect(pure.length).toBeGreaterThan(50);
    expect(holding(pure, /\b(process\.|Date\.now|new Date\(|Math\.random|performance\.|setTimeout)/)).toEqual([]);
  });

  it('environment: it is read in one place per process', () => {
    const readers = holding(
      [...sources('functions'), ...sources('local'), ...sources('cli'), ...sources('infra')],
      /\bprocess\.env\b|\benv\b[^'\n]*from 'node:process'/,
    );
    expect(readers.filter((file) => !environmentReaders.includes(file))).toEqual([]);
  });

  it('AWS SDK: only storage, registry, delivery, handlers and the embedded table know it', () => {
    const others = shipped.filter(
      (file) => !/^(functions\/(storage|registry|delivery|handlers)|local\/table|bench)\//.test(file),
    );
    expect(holding(others, /from '@(aws-sdk|smithy)\/|import\('@aws-sdk\//)).toEqual([]);
  });
});

/** Where a process reads its environment; a new entry belongs beside a new entry point. */
const environmentReaders = ['functions/handlers/configuration.ts', 'local/configuration.ts', 'cli/terminal.ts'];
