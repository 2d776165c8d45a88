// Time from the start of a process to the first answer of the bundled function, against a handler that says hello.
// npx node bench/cold-start.ts [--rounds 21]
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { bundleLambda } from '../scripts/lambda-bundle.ts';
import { memoryTable } from '../test/contract/memory-table.ts';
import { gatewayEvent } from '../test/infra/gateway-event.ts';
import { startLambda } from '../test/infra/lambda-process.ts';

interface Candidate {
  name: string;
  folder: string;
  environment: Record<string, string>;
  times: number[];
}

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '21' } } });
const pod =
  'apiVersion: v1\nkind: Pod\nmetadata:\n  name: hello\nspec:\n  containers:\n  - name: c\n    image: nginx:1.27\n';
const event = gatewayEvent({ body: Buffer.from(pod) });

const firstAnswer = async ({ folder, environment }: Candidate): Promise<number> => {
  const started = performance.now();
  const lambda = await startLambda(folder, environment);
  try {
    const answer = (await lambda.invoke(event)) as { statusCode: number; headers?: Record<string, string> };
    const took = performance.now() - started;
    const isStored = answer.headers?.['drydock-stored'] ?? answer.headers?.['Drydock-Stored'];
    if (answer.statusCode !== 200) throw new Error(`${folder} answered ${answer.statusCode}: ${lambda.log()}`);
    if (environment.TABLE_NAME !== undefined && isStored !== 'true') throw new Error(`not stored: ${lambda.log()}`);
    return took;
  } finally {
    await lambda.close();
  }
};

const median = (times: number[]): number => times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)]!;

const scratch = await mkdtemp(join(tmpdir(), 'drydock-cold-start-'));
const { table, endpoint, close } = await memoryTable();
try {
  const hello = join(scratch, 'hello');
  const drydock = join(scratch, 'drydock');
  await mkdir(join(hello, 'handlers'), { recursive: true });
  const helloHandler = "export const handler = async () => ({ statusCode: 200, body: 'hello' });";
  await writeFile(join(hello, 'handlers/manifest.mjs'), helloHandler);
  await bundleLambda('manifest', drydock);
  const common = { DRYDOCK_ANONYMOUS_SCAN: 'true', DRYDOCK_DEPLOYMENT_KEY: 'x'.repeat(64) };
  const stored = { ...common, TABLE_NAME: table, AWS_ENDPOINT_URL_DYNAMODB: endpoint };
  const candidates: Candidate[] = [
    { name: 'hello world', folder: hello, environment: {}, times: [] },
    { name: 'drydock, storage off', folder: drydock, environment: common, times: [] },
    { name: 'drydock, storage on', folder: drydock, environment: stored, times: [] },
  ];
  for (let round = -1; round < Number(values.rounds); round += 1) {
    for (const candidate of candidates) {
      const took = await firstAnswer(candidate);
      // The first round fills the page cache.
      if (round >= 0) candidate.times.push(took);
    }
  }
  const base = median(candidates[0]!.times);
  for (const { name, times } of candidates) {
    const middle = median(times);
    console.log(`${name.padEnd(22)} ${middle.toFixed(0).padStart(5)} ms  ${(middle / base).toFixed(2)} x hello world`);
  }
} finally {
  await close();
  await rm(scratch, { recursive: true });
}
