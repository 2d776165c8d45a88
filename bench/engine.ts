/**
 * Documents per second of the engine in this process, beside JSON.parse and JSON.stringify of the same documents.
 * `npm run bench:engine -- [--rounds 7] [--seconds 1]`
 */
import { parseArgs } from 'node:util';
import { manifestEngine } from '../functions/manifest/scan.ts';
import { openSchemas } from '../functions/manifest/schema/schemas.ts';
import { readYaml } from '../functions/manifest/yaml/read.ts';
import { schemaFiles } from '../functions/storage/schema-files.ts';
import { bodies, bodyClasses, documentsIn } from './harness/bodies.ts';
import { columns, median, short } from './harness/figures.ts';

const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '7' }, seconds: { type: 'string', default: '1' } },
});
const rounds = Number(values.rounds);
const milliseconds = Number(values.seconds) * 1000;
const engine = manifestEngine({ schemas: openSchemas(schemaFiles()) });

/** Calls a second, over different inputs in turn. */
const rateOf = <T>(inputs: readonly T[], work: (input: T) => unknown): number => {
  const start = performance.now();
  let calls = 0;
  let now = start;
  while (now - start < milliseconds) {
    for (let i = 0; i < 20; i++) work(inputs[calls++ % inputs.length]!);
    now = performance.now();
  }
  return (calls / (now - start)) * 1000;
};

const rows: string[][] = [['bodies', 'documents/s', 'MB/s', 'of it YAML', 'JSON/s', 'engine is']];
for (const kind of bodyClasses) {
  const sources = bodies(kind, kind === 'multi' ? 100 : 1000);
  const texts = sources.map((source) =>
    source
      .toString()
      .split('\n---\n')
      .map((part) => JSON.stringify(readYaml(Buffer.from(part)))),
  );
  const scan = (body: Buffer): unknown => engine.scan(body, { fileName: 'API' });
  const read = (body: Buffer): unknown =>
    body
      .toString()
      .split('\n---\n')
      .map((part) => readYaml(Buffer.from(part)));
  const json = (parts: string[]): unknown => parts.map((part) => JSON.stringify(JSON.parse(part), null, 2));
  const scans: number[] = [];
  const reads: number[] = [];
  const jsons: number[] = [];
  for (let round = 0; round < rounds; round++) {
    scans.push(rateOf(sources, scan));
    reads.push(rateOf(sources, read));
    jsons.push(rateOf(texts, json));
  }
  const rate = median(scans);
  const size = sources.reduce((sum, source) => sum + source.length, 0) / sources.length;
  rows.push([
    kind,
    short(rate * documentsIn[kind]),
    short((rate * size) / 1e6),
    `${Math.round((100 * rate) / median(reads))} %`,
    short(median(jsons) * documentsIn[kind]),
    `${short(rate / median(jsons))} x`,
  ]);
}
process.stdout.write(
  `medians of ${rounds} rounds; JSON: JSON.parse and JSON.stringify(_, null, 2) of the same documents\n`,
);
process.stdout.write(`${columns(rows)}\n`);
