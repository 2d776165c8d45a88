/**
 * Requests per second and latency of `POST /scan`, storage on, beside kubesec (when KUBESEC_BIN is set), bare node:http and drydock's
 * own layers. With WRK_BIN it is wrk that sends the load to every side. `npm run bench:scan -- [--kind small] [--rounds 5] [--seconds 3] [--warm-up 8] [--connections 16] [--distinct 2000]`
 */
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import { type BodyClass, bodies, bodyClasses } from './harness/bodies.ts';
import { columns, median, short } from './harness/figures.ts';
import type { MeasuredServer } from './harness/server.ts';
import { drydock, kubesec, peer } from './harness/servers.ts';
import { wrkClient } from './harness/wrk-client.ts';
import type { LoadPlan, LoadResult } from './load.ts';

const { values } = parseArgs({
  options: {
    kind: { type: 'string', multiple: true, default: [...bodyClasses] },
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '3' },
    // V8 goes on compiling for so long, in each thread.
    'warm-up': { type: 'string', default: '8' },
    connections: { type: 'string', default: '16' },
    distinct: { type: 'string', default: '2000' },
  },
});
const kinds = bodyClasses.filter((kind) => values.kind.includes(kind));
const rounds = Number(values.rounds);

// kubesec works on a body of 60 documents for seconds and gives up writing after a minute: fewer at a time.
const connectionsFor = (kind: BodyClass): number => (kind === 'multi' ? 2 : Number(values.connections));

const loadFile = fileURLToPath(new URL('load.ts', import.meta.url));
/** A load's result and the processor time of the server, in microseconds a request. */
type Measured = LoadResult & { cpu: number };

const nodeClient = async (plan: LoadPlan): Promise<LoadResult> => {
  const { stdout } = await promisify(execFile)(process.execPath, [loadFile, JSON.stringify(plan)]);
  return JSON.parse(stdout);
};
const directory = await mkdtemp(join(tmpdir(), 'drydock-bench-'));
const wrk = process.env.WRK_BIN;
const client = wrk ? wrkClient(wrk, directory) : nodeClient;

const load = async (server: MeasuredServer, plan: Omit<LoadPlan, 'port'>): Promise<Measured> => {
  const before = server.cpu();
  const result = await client({ ...plan, port: server.port });
  return { ...result, cpu: (server.cpu() - before) / result.requests };
};

/** What the server says became of its scans, and the rest of its counters whose names begin in the same way. */
const counters = async (server: MeasuredServer): Promise<Map<string, number>> => {
  const text = await (await fetch(`http://127.0.0.1:${server.port}/metrics`)).text();
  const lines = text
    .split('\n')
    .filter((line) => /^drydock_\w*(scan|stor|drop|buffer)/i.test(line) && !/_bucket|_seconds/.test(line));
  return new Map(
    lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ')))]),
  );
};

const report = (kind: BodyClass, servers: MeasuredServer[], results: Map<string, Measured[]>): string => {
  const of = (name: string, figure: keyof Measured): number =>
    median(results.get(name)!.map((result) => result[figure]));
  const rate = of('drydock', 'rate');
  const rows = servers.map(({ name }) => [
    name,
    short(of(name, 'rate')),
    short(of(name, 'p50')),
    short(of(name, 'p99')),
    short(of(name, 'cpu')),
    name === 'drydock' ? '' : `${short(rate / of(name, 'rate'))} x`,
    short(results.get(name)!.reduce((sum, { refused }) => sum + refused, 0)),
    short(of(name, 'busy')),
  ]);
  const size = bodies(kind, 1)[0]!.length;
  const title = ['server', 'requests/s', 'p50 ms', 'p99 ms', 'CPU us', 'drydock is', 'not 200', 'load busy'];
  const lines = [`\n${kind}: ${short(size)} bytes a body, medians of ${rounds} rounds`, columns([title, ...rows])];
  const ratio = (text: string, value: number): void => void lines.push(`  ${text}: ${short(value)}`);
  if (results.has('kubesec')) ratio("kubesec's p50 / drydock's p99", of('kubesec', 'p50') / of('drydock', 'p99'));
  ratio('engine / bare node:http', of('engine', 'rate') / of('bare', 'rate'));
  ratio('event layer, CPU us a request', of('events', 'cpu') - of('engine', 'cpu'));
  ratio('middy, CPU us a request', of('middy', 'cpu') - of('events', 'cpu'));
  ratio('storage, log and metrics, CPU us a request', of('drydock', 'cpu') - of('events', 'cpu'));
  return lines.join('\n');
};

const measure = async (kind: BodyClass, servers: MeasuredServer[], main: MeasuredServer): Promise<void> => {
  const results = new Map<string, Measured[]>(servers.map(({ name }) => [name, []]));
  const distinct = kind === 'multi' ? Math.min(1000, Number(values.distinct)) : Number(values.distinct);
  const plan = { kind, distinct, first: 0, connections: connectionsFor(kind) };
  const before = await counters(main);
  for (const server of servers) await load(server, { ...plan, seconds: Number(values['warm-up']) });
  for (let round = 0; round < rounds; round++) {
    // Every other round goes backwards, so that no side is always measured after the same one.
    const order = round % 2 === 0 ? servers : [...servers].reverse();
    for (const server of order) {
      const seconds = server.name === 'kubesec' ? 2 * Number(values.seconds) : Number(values.seconds);
      results.get(server.name)!.push(await load(server, { ...plan, seconds, first: round * 311 }));
    }
  }
  process.stdout.write(`${report(kind, servers, results)}\n`);
  for (const [name, count] of await counters(main)) {
    process.stdout.write(`  ${name} +${count - (before.get(name) ?? 0)}\n`);
  }
};

const servers: MeasuredServer[] = [];
try {
  const main = await drydock(directory);
  servers.push(main);
  const binary = process.env.KUBESEC_BIN;
  if (binary) servers.push(await kubesec(binary, process.env.KUBESEC_SCHEMA_LOCATION));
  for (const name of ['bare', 'engine', 'events', 'middy'] as const) servers.push(await peer(name));
  for (const kind of kinds) await measure(kind, servers, main);
} finally {
  await Promise.all(servers.map((server) => server.stop()));
  await rm(directory, { recursive: true });
}
