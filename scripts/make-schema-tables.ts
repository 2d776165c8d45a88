// Writes the committed schema tables: node scripts/make-schema-tables.ts kubernetes_validate-1.37.0-py3-none-any.whl
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import { readZip } from './read-zip.ts';
import { type Definitions, fileNameParts } from './schema-definitions.ts';
import { schemaTable, tableText } from './schema-table.ts';

const folder = new URL('../functions/manifest/schema/data/', import.meta.url);
const definitionsFile = /^(kubernetes_validate\/.*\/v(\d+\.\d+\.\d+)-local-strict\/)_definitions\.json$/;

const wheel = parseArgs({ allowPositionals: true }).positionals[0];
if (wheel === undefined) throw new Error('usage: make-schema-tables.ts WHEEL');
const bytes = readFileSync(wheel);
const files = readZip(bytes);
mkdirSync(folder, { recursive: true });
for (const [name, unpack] of files) {
  const [, directory, version] = definitionsFile.exec(name) ?? [];
  if (directory === undefined || version === undefined) continue;
  const definitions = (JSON.parse(unpack().toString()) as { $defs: Definitions }).$defs;
  for (const title of Object.keys(definitions)) {
    const { kind, suffix } = fileNameParts(title);
    if (!files.has(`${directory}${kind}-${suffix}.json`)) throw new Error(`${version}: ${title} has no file`);
  }
  const text = tableText(schemaTable(version, definitions));
  writeFileSync(new URL(`${version}.json`, folder), text);
  console.log(`${version}: ${text.length} bytes`);
}
console.log(`from ${basename(wheel)}, sha256 ${createHash('sha256').update(bytes).digest('hex')}`);
