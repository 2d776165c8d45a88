import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What the scripted Trivy does wrong. */
export interface CachingBehaviour {
  /** reads the upper layers first */
  readsFromTop?: boolean;
  /** asks for the artifact before the layers */
  asksInOtherOrder?: boolean;
  /** fails as Trivy does when it cannot use its cache, where it was given one */
  cannotUseCache?: boolean;
  /** lists packages, in its analyses too, as the server of fake-server.ts does: an image can be matched again by that */
  listsPackages?: boolean;
  /** as for a jar without a Java database */
  wantsJavaDatabase?: boolean;
}

/**
 * A program that uses its cache as Trivy does: asks for all layers, reads those that are missing, writes what it found, and asks for
 * all again. It knows two packages by their names, and minds no layer that breaks off. Returns its path.
 */
export function cachingTrivy(directory: string, behaviour: CachingBehaviour = {}): string {
  mkdirSync(directory, { recursive: true });
  const path = join(directory, 'trivy');
  const script = `#!${process.execPath}\n(${play.toString()})(${JSON.stringify(behaviour)});\n`;
  writeFileSync(path, script, { mode: 0o755 });
  return path;
}

// Runs in a process of its own, written out as text: it sees nothing of this file.
async function play(behaviour: CachingBehaviour): Promise<void> {
  const fs = process.getBuiltinModule('node:fs');
  const net = process.getBuiltinModule('node:net');
  const zlib = process.getBuiltinModule('node:zlib');
  const { createHash } = process.getBuiltinModule('node:crypto');
  const args = process.argv.slice(2);
  if (args[0] === 'version') {
    process.stdout.write(JSON.stringify({ Version: '0.68.2' }));
    return;
  }
  const fail = (text: string): never => {
    fs.writeSync(2, `x\tFATAL\tFatal error\t${text}\n`);
    process.exit(1);
  };
  const backend = process.env.TRIVY_CACHE_BACKEND;
  if (behaviour.cannotUseCache && backend !== undefined) fail('unable to store blob information in Redis cache');
  const cacheDirectory = args[args.indexOf('--cache-dir') + 1];
  if (behaviour.wantsJavaDatabase && !fs.existsSync(`${cacheDirectory}/java-db/trivy-java.db`)) {
    fail('Unable to initialize the Java DB: Java DB update failed');
  }

  const own = new Map<string, string>();
  let get = async (key: string): Promise<string | undefined> => own.get(key);
  let set = async (key: string, value: string): Promise<void> => void own.set(key, value);
  let end = (): void => undefined;
  if (backend !== undefined) {
    const { hostname, port, username, password } = new URL(backend);
    const socket = net.connect(Number(port), hostname);
    end = () => socket.destroy();
    let text = '';
    let notice = (): void => undefined;
    socket.on('data', (piece) => {
      text += piece.toString('latin1');
      notice();
    });
    const say = async (...words: string[]): Promise<string> => {
      const bulk = words.map((word) => `$${Buffer.byteLength(word)}\r\n${word}\r\n`);
      socket.write(`*${words.length}\r\n${bulk.join('')}`);
      for (;;) {
        const [head, length] = /^(?:[+-][^\r]*|\$(-?[0-9]+))\r\n/.exec(text) ?? [];
        const size = length === undefined || length === '-1' ? 0 : Number(length) + 2;
        if (head !== undefined && text.length >= head.length + size) {
          const reply = text.slice(0, head.length + size);
          text = text.slice(reply.length);
          if (reply.startsWith('-')) fail(`unable to store blob information in Redis cache: ${reply}`);
          return reply;
        }
        await new Promise<void>((resolve) => {
          notice = resolve;
        });
      }
    };
    await say('auth', username, password);
    get = async (key) => {
      const reply = await say('get', key);
      return reply.startsWith('$-1') ? undefined : reply.slice(reply.indexOf('\n') + 1, -2);
    };
    set = async (key, value) => void (await say('set', key, value));
  }

  const packagesOf = (names: string[]) => names.map((Name) => ({ ID: Name, Name, Version: '1' }));
  const hash = (kind: string, text: string): string =>
    `fanal::${kind}::sha256:${createHash('sha256').update(text).digest('hex')}`;
  const [host, name, digest] = args.at(-1)!.split(/[/@]/);
  const read = async (path: string): Promise<Buffer> => {
    const parts: Uint8Array[] = [];
    try {
      const answer = await fetch(`http://${host}/v2/${name}/${path}`);
      for await (const part of answer.body!) parts.push(part);
    } catch {
      // What came before it broke off is all that it wants.
    }
    return Buffer.concat(parts);
  };
  const manifest = JSON.parse((await read(`manifests/${digest}`)).toString()) as {
    config: { digest: string };
    layers: { digest: string }[];
  };
  const config = JSON.parse((await read(`blobs/${manifest.config.digest}`)).toString()) as {
    rootfs: { diff_ids: string[] };
  };
  const diffIds = config.rootfs.diff_ids;
  const artifact = hash('artifact', manifest.config.digest);
  if (behaviour.asksInOtherOrder) await get(artifact);
  const missing = new Map<string, string>();
  for (const [position, diffId] of diffIds.entries()) {
    if ((await get(hash('blob', diffId))) === undefined) missing.set(diffId, manifest.layers[position]!.digest);
  }
  const knowsArtifact = (await get(artifact)) !== undefined;
  const inOrder = behaviour.readsFromTop ? [...missing].reverse() : [...missing];
  for (const [diffId, layer] of inOrder) {
    const bytes = await read(`blobs/${layer}`);
    const content = (bytes[0] === 0x1f ? zlib.gunzipSync(bytes) : bytes).toString();
    const found = ['libssl3', 'lodash'].filter((word) => content.includes(word));
    const PackageInfos = [{ Packages: packagesOf(found) }];
    const blob = { SchemaVersion: 2, DiffID: diffId, CreatedBy: 'x', found, PackageInfos };
    await set(hash('blob', diffId), JSON.stringify(blob));
  }
  if (!knowsArtifact) await set(artifact, '{}');
  const found: string[] = [];
  for (const diffId of diffIds) {
    const value = await get(hash('blob', diffId));
    if (value === undefined) fail('failed to apply layers: layer cache missing');
    found.push(...(JSON.parse(value!) as { found: string[] }).found);
  }
  end();
  const ArtifactName = args.at(-1);
  const vulnerabilityIn = (PkgName: string) => ({ VulnerabilityID: 'CVE-2024-0001', PkgName });
  const listed = {
    ...{ Target: `${ArtifactName} (alpine 3.18)`, Class: 'os-pkgs', Type: 'alpine', Packages: packagesOf(found) },
    Vulnerabilities: found.map(vulnerabilityIn),
  };
  const classed = found.map((PkgName) => ({
    Class: PkgName === 'lodash' ? 'lang-pkgs' : 'os-pkgs',
    Vulnerabilities: [vulnerabilityIn(PkgName)],
  }));
  const system =
    found.includes('libssl3') && !behaviour.listsPackages ? { OS: { Family: 'debian', Name: '12.1' } } : {};
  const Metadata = { ...system, DiffIDs: diffIds };
  const Results = behaviour.listsPackages ? [listed] : classed;
  const report = { SchemaVersion: 2, ArtifactName, ArtifactType: 'container_image', Metadata, Results };
  process.stdout.write(JSON.stringify(report));
}
