import type { ScanTools } from '../image/coverage.ts';
import type { RegistryClient } from '../registry/ports.ts';
import type { ImageScanner } from '../scans/image/ports.ts';
import type { CacheSeam } from '../trivy/cache/cache-seam.ts';
import type { Generation } from '../trivy/database/generation.ts';
import type { ScannerName } from '../trivy/scan-arguments.ts';
import type { ImageScanner as Trivy } from '../trivy/scanner.ts';
import { scanPulled } from './scan-pulled.ts';

export interface PullingScannerDeps {
  client: Pick<RegistryClient, 'resolve' | 'openBlob'>;
  /** looked for when it is needed; rejects with `scanner_missing` */
  trivy: () => Promise<Trivy>;
  /** analyses of layers that are kept */
  seam?: CacheSeam | undefined;
}

/** The scanner of image scans: Trivy behind the verifying registry client. */
export const pullingScanner = ({ client, trivy, seam }: PullingScannerDeps): ImageScanner => ({
  async scan({ scanners, saveMemory, onProgress, ...order }) {
    const { scan, notices, analysis } = await scanPulled(
      { client, trivy: await trivy(), seam },
      {
        ...order,
        scanners: scanners as readonly ScannerName[],
        ...(saveMemory && { parallel: 1 }),
        onBytes: ({ done, total }) => onProgress('pulling', { done, total }),
        onPhase: onProgress,
      },
    );
    return {
      report: scan.raw.toString(),
      scannerVersion: scan.trivyVersion,
      database: databaseOf(scan.database),
      notices,
      ...(analysis && { analysis }),
    };
  },
});

const databaseOf = ({ id, updatedAt, label }: Generation): ScanTools['database'] => ({
  ...{ generation: id, updatedAt },
  ...(label !== undefined && { label }),
});
