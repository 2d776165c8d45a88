import { writeFileSync } from 'node:fs';

/** A program that reads manifest and layers as Trivy does, minds no failure, and answers with this report. */
export function pullingTrivy(path: string, report: object): void {
  const script = `#!${process.execPath}\n(${play.toString()})(${JSON.stringify(JSON.stringify(report))});\n`;
  writeFileSync(path, script, { mode: 0o755 });
}

// Runs in a process of its own, written out as text: it sees nothing of this file.
async function play(report: string): Promise<void> {
  const [command, ...args] = process.argv.slice(2);
  if (command === 'version') {
    process.stdout.write(JSON.stringify({ Version: '0.68.2' }));
    return;
  }
  const [host, name, digest] = args.at(-1)!.split(/[/@]/);
  const base = `http://${host}/v2/${name}`;
  const manifest = (await (await fetch(`${base}/manifests/${digest}`)).json()) as { layers: { digest: string }[] };
  for (const layer of manifest.layers) {
    await fetch(`${base}/blobs/${layer.digest}`)
      .then((answer) => answer.bytes())
      .catch(() => {});
  }
  process.stdout.write(report);
}
