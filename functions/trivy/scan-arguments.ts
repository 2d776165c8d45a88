import { DrydockError } from '../errors.ts';
import { formatPlatform, type Platform } from '../image/platform.ts';

export const scannerNames = ['vuln', 'secret', 'misconfig', 'license'] as const;
/** What Trivy looks for. */
export type ScannerName = (typeof scannerNames)[number];

export interface ScanArguments {
  /** `127.0.0.1:port/name@sha256:…`, as the pull-through names an image */
  reference: string;
  platform: Platform;
  scanners: readonly ScannerName[];
  cacheDirectory: string;
  /** goroutines of the analysis; Trivy's own number when absent */
  parallel?: number | undefined;
}

const loopbackReference = /^127\.0\.0\.1:[0-9]{1,5}\/[0-9a-f]{16,64}@sha256:[0-9a-f]{64}$/;
const platformWord = /^[a-z0-9][a-z0-9_.-]{0,31}$/;

/**
 * Arguments of a scan, all of them ours: the reference is one that the pull-through made, the rest comes from closed lists.
 * Throws DrydockError `internal` for anything else: it would be a fault of this program, not of a caller.
 */
export function scanArguments(scan: ScanArguments): string[] {
  const { reference, platform, scanners, parallel } = scan;
  if (!loopbackReference.test(reference)) throw refuse('reference');
  const words = [platform.os, platform.architecture, platform.variant ?? 'none'];
  if (!words.every((word) => platformWord.test(word))) throw refuse('platform');
  if (scanners.length === 0 || !scanners.every((name) => scannerNames.includes(name))) throw refuse('scanners');
  if (parallel !== undefined && !(Number.isInteger(parallel) && parallel > 0)) throw refuse('parallel');
  return [
    'image',
    ...['--scanners', scanners.join(',')],
    ...['--image-src', 'remote'],
    ...['--platform', formatPlatform(platform)],
    ...(parallel === undefined ? [] : ['--parallel', String(parallel)]),
    ...offline(scan.cacheDirectory),
    '--list-all-pkgs',
    '--skip-check-update',
    reference,
  ];
}

/** Options that keep Trivy from asking anybody for anything. */
export function offline(cacheDirectory: string): string[] {
  return [
    ...['--format', 'json'],
    ...['--cache-dir', cacheDirectory],
    ...['--timeout', '24h'],
    '--skip-db-update',
    '--skip-java-db-update',
    '--skip-vex-repo-update',
    '--offline-scan',
    '--skip-version-check',
    '--disable-telemetry',
    '--no-progress',
  ];
}

function refuse(what: string): DrydockError {
  return new DrydockError('internal', `the ${what} of a scan is not one that drydock makes`);
}
