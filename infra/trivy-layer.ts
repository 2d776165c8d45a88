import { closeSync, existsSync, openSync, readFileSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { Annotations } from 'aws-cdk-lib';
import { Architecture, Code, LayerVersion } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { elfArchitecture } from '../scripts/trivy-layer/elf-architecture.ts';
import type { LayerArchitecture } from '../scripts/trivy-layer/lock.ts';

interface TrivyLayerProps {
  /** what `npm run layer` fills */
  dist: string;
  /** stands in for it while it is empty */
  placeholder: string;
  /** of the lock file: of the layer and of every function that runs it */
  architecture: LayerArchitecture;
  requireTrivy: boolean;
}

const lambdaArchitecture: Readonly<Record<LayerArchitecture, Architecture>> = {
  amd64: Architecture.X86_64,
  arm64: Architecture.ARM_64,
};

/** Trivy as a layer, at /opt/bin/trivy. Throws when it is built for another architecture than the lock file says. */
export class TrivyLayer extends Construct {
  readonly layer: LayerVersion;
  readonly architecture: Architecture;

  constructor(scope: Construct, id: string, { dist, placeholder, architecture, requireTrivy }: TrivyLayerProps) {
    super(scope, id);
    const program = join(dist, 'bin', 'trivy');
    const isFilled = existsSync(program);
    if (isFilled) {
      const found = elfArchitecture(headOf(program));
      if (found !== architecture)
        throw new Error(`layers/trivy/dist is built for ${found}, the layer is for ${architecture}`);
    } else {
      if (requireTrivy) throw new Error('layers/trivy/dist is empty: fill it by npm run layer, then deploy');
      const warning = 'layers/trivy/dist is empty: the layer is a placeholder, which npm run deploy refuses';
      Annotations.of(this).addWarningV2('drydock:no-trivy', `${warning}. Fill it by npm run layer.`);
    }
    this.architecture = lambdaArchitecture[architecture];
    this.layer = new LayerVersion(this, 'Layer', {
      description: isFilled ? `Trivy ${versionIn(dist)}, unmodified` : 'placeholder without Trivy',
      code: Code.fromAsset(isFilled ? dist : placeholder),
      compatibleArchitectures: [this.architecture],
      license: 'Apache-2.0',
    });
  }
}

function headOf(path: string): Buffer {
  const file = openSync(path, 'r');
  try {
    const head = Buffer.alloc(64);
    readSync(file, head, 0, head.length, 0);
    return head;
  } finally {
    closeSync(file);
  }
}

const versionIn = (dist: string): string => JSON.parse(readFileSync(join(dist, 'trivy.json'), 'utf8')).version;
