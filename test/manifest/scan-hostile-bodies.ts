// A program: scans every hostile body in one process and prints what it took, once large and often small.
// It runs on bare Node, because the test runner's way of importing makes hot loops many times slower.
import { DrydockError } from '../../functions/errors.ts';
import { findingLines } from '../../functions/manifest/locate.ts';
import { manifestEngine } from '../../functions/manifest/scan.ts';
import { openSchemas } from '../../functions/manifest/schema/schemas.ts';
import { schemaFiles } from '../../functions/storage/schema-files.ts';
import { hostileBodies } from './hostile-bodies.ts';

const engine = manifestEngine({ schemas: openSchemas(schemaFiles()) });

const outcomeOf = (body: Uint8Array): string => {
  try {
    const { documents } = engine.scan(body, { fileName: 'API' });
    for (const document of documents) findingLines(body, document)('document');
    return 'answered';
  } catch (error) {
    return error instanceof DrydockError ? error.code : String(error);
  }
};

/** Milliseconds of processor time since the start of the process. */
const spent = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

const scanned = hostileBodies.map(([name, body]) => {
  const before = spent();
  return { name, outcome: outcomeOf(body), milliseconds: Math.round(spent() - before) };
});
const small = hostileBodies.filter(([, body]) => body.length < 100_000);
const changed: string[] = [];
for (let round = 0; round < 50; round++) {
  for (const [name, body, outcome] of small) if (outcomeOf(body) !== outcome) changed.push(name);
}
const pod = new TextEncoder().encode('apiVersion: v1\nkind: Pod\nspec: {hostPID: true, containers: []}\n');
const { score } = engine.scan(pod, { fileName: 'API' }).documents[0]!.report;
console.log(JSON.stringify({ scanned, changed, score, megabytes: Math.round(process.memoryUsage().rss / 1e6) }));
