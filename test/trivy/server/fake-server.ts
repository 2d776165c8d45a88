import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TrivyBinary } from '../../../functions/trivy/find-trivy.ts';

/** What a scripted `trivy server` does. */
export interface ServerBehaviour {
  /** ends at once, after these words */
  refuses?: string;
  /** listens, and is never healthy */
  neverReady?: boolean;
  /** ends when a scan of this target comes */
  crashesAt?: string;
  /** never answers a scan of this target */
  hangsAt?: string;
  /** answers a scan of this target so, whatever it is about */
  answers?: Record<string, { status: number; body: string }>;
  /** writes arguments and environment to `told.json` beside the program when it starts */
  tells?: boolean;
}

/**
 * A program `trivy` whose server reads the documents of a scan from the cache as Trivy does, and finds in each package the advisory
 * CVE-1, titled with the date of the database. It knows no token but its own.
 */
export function fakeServer(directory: string, behaviour: ServerBehaviour = {}): TrivyBinary {
  mkdirSync(directory, { recursive: true });
  const path = join(directory, 'trivy');
  const script = `#!${process.execPath}\nconst behaviour = ${JSON.stringify(behaviour)};\n(${play.toString()})(behaviour);\n`;
  writeFileSync(path, script, { mode: 0o755 });
  return { path, version: '0.68.2', origin: 'TRIVY_BIN' };
}

// Runs in a process of its own, written out as text: it sees nothing of this file.
function play(behaviour: ServerBehaviour): void {
  const fs = process.getBuiltinModule('node:fs');
  const http = process.getBuiltinModule('node:http');
  const net = process.getBuiltinModule('node:net');
  const args = process.argv.slice(2);
  const option = (name: string): string => args[args.indexOf(name) + 1] ?? '';
  if (behaviour.tells) {
    fs.writeFileSync(
      `${process.argv[1]}/../told.json`.replace('/trivy/..', ''),
      JSON.stringify({ args, env: process.env }),
    );
  }
  if (behaviour.refuses) {
    fs.writeSync(2, `x\tFATAL\tFatal error\t${behaviour.refuses}\n`);
    process.exit(1);
  }
  const metadata = fs.readFileSync(`${option('--cache-dir')}/db/metadata.json`, 'utf8');
  const updatedAt = JSON.parse(metadata).UpdatedAt as string;
  const cache = new URL(process.env.TRIVY_CACHE_BACKEND ?? '');
  const word = (text: string): string => `$${text.length}\r\n${text}\r\n`;

  // Asks for all documents at once and takes the answers apart at the end: enough for a fake.
  const documents = (ids: string[]): Promise<(string | undefined)[]> =>
    new Promise((resolve) => {
      let text = '';
      const socket = net.connect(Number(cache.port), cache.hostname, () => {
        const asked = ids.map((id) => `*2\r\n${word('GET')}${word(`fanal::blob::${id}`)}`).join('');
        socket.end(`*3\r\n${word('auth')}${word(cache.username)}${word(cache.password)}${asked}`);
      });
      socket.setEncoding('latin1').on('data', (piece) => {
        text += piece;
      });
      socket.on('close', () => {
        const answers: (string | undefined)[] = [];
        for (let at = '+OK\r\n'.length; at < text.length; ) {
          const length = Number(/^\$(-?\d+)\r\n/.exec(text.slice(at))?.[1] ?? -1);
          at = text.indexOf('\r\n', at) + 2;
          answers.push(length < 0 ? undefined : text.slice(at, at + length));
          at += length < 0 ? 0 : length + 2;
        }
        resolve(answers);
      });
    });

  interface Asked {
    target: string;
    blob_ids: string[];
  }
  const scan = async ({ target, blob_ids: ids }: Asked): Promise<[number, string]> => {
    if (behaviour.crashesAt === target) process.exit(2);
    if (behaviour.hangsAt === target) await new Promise(() => undefined);
    const scripted = behaviour.answers?.[target];
    if (scripted) return [scripted.status, scripted.body];
    const found = await documents(ids);
    const missing = ids.find((_, place) => found[place] === undefined || !found[place].startsWith('{'));
    if (missing)
      return [500, JSON.stringify({ code: 'internal', msg: `failed scan: layer cache missing: ${missing}` })];
    const blobs = found.map((text) => JSON.parse(text ?? ''));
    const packages = blobs.flatMap((blob) => blob.PackageInfos ?? []).flatMap((info) => info.Packages);
    const vulnerabilities = packages.map(({ Name, Version, ID }) => ({
      vulnerability_id: 'CVE-1',
      pkg_name: Name,
      pkg_id: ID ?? '',
      installed_version: Version,
      severity: 'HIGH',
      status: 2,
      title: `${updatedAt} ${process.pid}`,
    }));
    const result = { target: `${target} (alpine 3.18)`, class: 'os-pkgs', type: 'alpine', packages, vulnerabilities };
    return [200, JSON.stringify({ os: { family: 'alpine', name: '3.18' }, results: packages.length ? [result] : [] })];
  };

  const server = http.createServer(async (request, response) => {
    if (request.url === '/healthz') {
      response.writeHead(behaviour.neverReady ? 503 : 200).end('ok');
      return;
    }
    if (request.headers['trivy-token'] !== process.env.TRIVY_TOKEN) {
      response.writeHead(401).end('{"code":"unauthenticated"}');
      return;
    }
    const pieces: Buffer[] = [];
    for await (const piece of request) pieces.push(piece);
    const [status, body] = await scan(JSON.parse(Buffer.concat(pieces).toString()));
    response.writeHead(status, { 'content-type': 'application/json' }).end(body);
  });
  server.listen(Number(option('--listen').split(':')[1]), '127.0.0.1');
}
