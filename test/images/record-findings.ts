// TRIVY_BIN=/path/to/trivy node test/images/record-findings.ts writes expected-findings.json anew; docker-registry is needed, too.
import { writeFileSync } from 'node:fs';
import { expectedFile } from './expected-findings.ts';
import { scanCorpus } from './scan-corpus.ts';

const trivy = process.env.TRIVY_BIN;
if (trivy === undefined) throw new Error('TRIVY_BIN has to name a Trivy');
// An image a line: short, and a change shows which image it is.
const lines = Object.entries(await scanCorpus(trivy)).map(
  ([name, expected]) => `${JSON.stringify(name)}: ${JSON.stringify(expected)}`,
);
writeFileSync(expectedFile, `{\n${lines.join(',\n')}\n}\n`);
