import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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

const readJson = (...path: string[]) => JSON.parse(readFileSync(join(...path), 'utf8'));

/** What `cdk synth` makes of some context. */
export const synthesize = (context: Record<string, unknown> = {}): Synthesized => {
  const outdir = mkdtempSync(join(tmpdir(), 'drydock-synth-'));
  try {
    const app = new App({ outdir, context: { ...readJson('cdk.json').context, ...context } });
    const stack = addDrydock(app, placeholder);
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
        .map(([id, reason]) => ({ id: id.replace(/^.*::/, ''), reason })),
    };
  } finally {
    rmSync(outdir, { recursive: true });
  }
};
