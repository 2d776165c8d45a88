/** What to type in another terminal while the sample registry runs. */
export function tryText(host: string, names: readonly string[], dataDirectory: string): string {
  const data = `--data-dir ${quoted(dataDirectory)}`;
  return [
    `A sample registry is at http://${host} until you press Ctrl-C. Its images: ${names.join(', ')}.`,
    `Each is a few files, made for this. The registry answers curl:`,
    '',
    `  curl http://${host}/v2/debian/manifests/latest`,
    '',
    'Scan them from another terminal:',
    '',
    ...['debian', 'java', 'multi-arch', 'scratch'].map(
      (name) => `  npx --no-install drydock image ${data} ${host}/${name}`,
    ),
    `  npx --no-install drydock image ${data} --format json --severity CRITICAL,HIGH ${host}/distroless`,
    '',
    'Or start a server there, and ask it by curl:',
    '',
    `  DRYDOCK_DATA_DIR=${quoted(dataDirectory)} npm start`,
    `  curl -sS -H 'Prefer: wait=25' -d image=${host}/debian http://localhost:8080/scan/image`,
    `  curl -sS -H 'Prefer: wait=25' -d image=${host}/java 'http://localhost:8080/scan/image?format=table&severity=CRITICAL'`,
    `  curl -sS 'http://localhost:8080/scans?kind=image&image=${host}/debian'`,
    '  curl -sS http://localhost:8080/images',
    '',
    'scratch holds no package: nothing can be said about it, and the report says so.',
    '',
  ].join('\n');
}

function quoted(path: string): string {
  return /^[\w./-]+$/.test(path) ? path : `'${path.replaceAll("'", String.raw`'\''`)}'`;
}
