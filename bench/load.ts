/**
 * The load: a process of its own that keeps N connections busy for some seconds, each sending the next body as soon as its
 * answer has come. Prints one line of JSON. `node bench/load.ts '{"port":8080,"kind":"small",…}'`
 */
import { type BodyClass, bodies } from './harness/bodies.ts';
import { quantile } from './harness/figures.ts';
import { type Connection, keepAlive } from './harness/keep-alive.ts';

export interface LoadPlan {
  port: number;
  kind: BodyClass;
  /** how many different bodies are sent in turn */
  distinct: number;
  /** the first of them */
  first: number;
  connections: number;
  seconds: number;
}

export interface LoadResult {
  requests: number;
  refused: number;
  rate: number;
  /** milliseconds */
  p50: number;
  p99: number;
  /** bytes of an answer, on average */
  bytes: number;
  /** share of one core that this process used: near 1 it would be the bottleneck itself */
  busy: number;
}

const requestOf = (body: Buffer): Buffer => {
  const type = 'application/x-www-form-urlencoded';
  const head = `POST /scan HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: ${type}\r\nContent-Length: ${body.length}\r\n\r\n`;
  return Buffer.concat([Buffer.from(head), body]);
};

const run = (plan: LoadPlan): Promise<LoadResult> =>
  new Promise((resolve, reject) => {
    const requests = bodies(plan.kind, plan.distinct).map(requestOf);
    const latencies: number[] = [];
    const sent = new Map<Connection, number>();
    let next = plan.first;
    let refused = 0;
    let bytes = 0;
    let open = plan.connections;
    const cpu = process.cpuUsage();
    const start = performance.now();
    let last = start;
    const end = start + plan.seconds * 1000;

    const finish = (): void => {
      const { user, system } = process.cpuUsage(cpu);
      const sorted = Float64Array.from(latencies).sort();
      resolve({
        requests: latencies.length,
        refused,
        rate: (latencies.length / (last - start)) * 1000,
        p50: quantile(sorted, 0.5),
        p99: quantile(sorted, 0.99),
        bytes: Math.round(bytes / latencies.length),
        busy: (user + system) / 1000 / (last - start),
      });
    };
    const send = (connection: Connection): void => {
      sent.set(connection, performance.now());
      connection.send(requests[next++ % requests.length]!);
    };
    const onAnswer = (connection: Connection, status: number, size: number): void => {
      last = performance.now();
      latencies.push(last - sent.get(connection)!);
      if (status !== 200) refused += 1;
      bytes += size;
      if (last < end) send(connection);
      else connection.end();
    };
    const onClose = (): void => {
      open -= 1;
      if (performance.now() < end) reject(new Error('the server closed a connection'));
      else if (open === 0) finish();
    };
    for (let i = 0; i < plan.connections; i++) keepAlive(plan.port, send, onAnswer, onClose);
  });

if (import.meta.main) process.stdout.write(`${JSON.stringify(await run(JSON.parse(process.argv[2]!)))}\n`);
