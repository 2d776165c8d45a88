import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { addDrydock } from '../../infra/add-drydock.ts';

export interface Resource {
  Type: string;
  // biome-ignore lint/suspicious/noExplicitAny: a template is checked by reading it
  Properties: Record<string, any>;
  DeletionPolicy?: string;
}

export interface Synthesized {
  resources: Record<string, Resource>;
  outputs: Record<string, { Value: unknown }>;
  /** all resources of one type */
  ofType(type: string): Resource[];
  /** rules of cdk-nag that were not acknowledged */
  violations: string[];
  /** every acknowledged rule with its reason */
  acknowledged: { id: string; reason: string }[];
}

interface Report {
  pluginReports: { pluginName: string; violations: { ruleName: string }[] }[];
}

// The code is only hashed, so any file will do.
const placeholder = mkdtempSync(join(tmpdir(), 'drydock-code-'));
writeFileSync(join(placeholder, 'index.mjs'), '');
process.once('exit', () => rmSync(placeholder, { recursive: true, force: true }));

/** A folder as `npm run layer` fills it, with the head of a program alone. */
export const trivyFolder = (name: string, machine: number): string => {
  const folder = join(placeholder, name);
  const head = Buffer.alloc(64);
  head.write('\x7fELF\x02\x01', 'latin1');
  head.writeUInt16LE(2, 16);
  head.writeUInt16LE(machine, 18);
  mkdirSync(join(folder, 'bin'), { recursive: true });
  writeFileSync(join(folder, 'bin', 'trivy'), head);
  writeFileSync(join(folder, 'trivy.json'), '{"version":"0.68.2"}');
  return folder;
};
const amd64 = 0x3e;

const readJson = (...path: string[]) => JSON.parse(readFileSync(join(...path), 'utf8'));

/** What `cdk synth` makes of some context, and of a folder with Trivy. */
export const synthesize = (context: Record<string, unknown> = {}, trivy = trivyFolder('trivy', amd64)): Synthesized => {
  const outdir = mkdtempSync(join(tmpdir(), 'drydock-synth-'));
  try {
    const app = new App({ outdir, context: { ...readJson('cdk.json').context, ...context } });
    const stack = addDrydock(app, () => placeholder, trivy);
    app.synth();
    const { pluginReports }: Report = readJson(outdir, 'validation-report.json');
    const { Resources, Outputs } = readJson(outdir, stack.templateFile);
    const resources: Record<string, Resource> = Resources;
    return {
      resources,
      outputs: Outputs,
      ofType: (type) => Object.values(resources).filter((resource) => resource.Type === type),
      violations: pluginReports.flatMap(({ violations }) => violations.map(({ ruleName }) => ruleName)),
      acknowledged: stack.node
        .findAll()
        .flatMap(({ node }) => node.metadata)
        .filter(({ type }) => type === 'aws:cdk:acknowledged-rules')
        .flatMap(({ data }) => data)
        .flatMap((reasons: Record<string, string>) => Object.entries(reasons))
        .map(([id, reason]) => ({ id: id.replace(/^[^[]*::/, ''), reason })),
    };
  } finally {
    rmSync(outdir, { recursive: true });
  }
};
