export interface SamplePlace {
  /** host and port of the registry, and of the receiver of webhooks */
  registry: string;
  receiver: string;
  /** of the images */
  names: readonly string[];
  /** data directory */
  directory: string;
}

const server = 'http://localhost:8080';

/** What to type in other terminals while the sample registry runs. */
export function tryText({ registry, names, directory }: SamplePlace): string {
  const data = `--data-dir ${quoted(directory)}`;
  return [
    `A sample registry is at http://${registry} until you press Ctrl-C. Its images: ${names.join(', ')}.`,
    `Each is a few files, made for this. The registry answers curl:`,
    '',
    `  curl http://${registry}/v2/debian/manifests/latest`,
    '',
    'Scan them from another terminal:',
    '',
    ...['debian', 'java', 'multi-arch', 'scratch'].map(
      (name) => `  npx --no-install drydock image ${data} ${registry}/${name}`,
    ),
    `  npx --no-install drydock image ${data} --format json --severity CRITICAL,HIGH ${registry}/distroless`,
    '',
    'Or start a server there, and ask it by curl:',
    '',
    `  DRYDOCK_DATA_DIR=${quoted(directory)} npm start`,
    `  curl -sS -H 'Prefer: wait=25' -d image=${registry}/debian ${server}/scan/image`,
    `  curl -sS -H 'Prefer: wait=25' -d image=${registry}/java '${server}/scan/image?format=table&severity=CRITICAL'`,
    `  curl -sS '${server}/scans?kind=image&image=${registry}/debian'`,
    `  curl -sS ${server}/images`,
    '',
    'scratch holds no package: nothing can be said about it, and the report says so.',
    '',
  ].join('\n');
}

/** How to see what the second database changes; `debian` is the digest of that image. */
export function changesText({ registry, receiver, names, directory }: SamplePlace, debian: string): string {
  const data = `--data-dir ${quoted(directory)}`;
  const subscription = `{"target": {"type": "webhook", "url": "http://${receiver}"}}`;
  return [
    'See what changes with the next database. Scan all images, and have the messages sent here:',
    '',
    `  for name in ${names.join(' ')}; do curl -sS -o /dev/null -H 'Prefer: wait=25' -d image=${registry}/$name ${server}/scan/image; done`,
    `  curl -sS -X PUT ${server}/subscriptions/sample -d '${subscription}' | curl -sS --data-binary @- http://${receiver}/secret`,
    '',
    'Then make a sample database of some days later the one in use, while the server runs, and ask again:',
    '',
    `  DRYDOCK_DATA_DIR=${quoted(directory)} npm run sample -- --next`,
    `  curl -sS '${server}/rescans?limit=1'`,
    `  curl -sS ${server}/images/${debian}/diff`,
    `  curl -sS ${server}/images/${debian}/history`,
    `  curl -sS ${server}/cves/CVE-2023-2650`,
    `  curl -sS ${server}/watches`,
    `  npx --no-install drydock cve ${data} CVE-2023-2650`,
    `  npx --no-install drydock watch ${data}`,
    '',
    `\`npx --no-install drydock db rollback ${data}\` goes back to the first one.`,
    '',
  ].join('\n');
}

function quoted(path: string): string {
  return /^[\w./-]+$/.test(path) ? path : `'${path.replaceAll("'", String.raw`'\''`)}'`;
}
