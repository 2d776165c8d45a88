import { DrydockError } from '../errors.ts';

export interface Platform {
  os: string;
  /** as Go names it: amd64, arm64, arm, s390x … */
  architecture: string;
  variant?: string;
}

export const defaultPlatform: Platform = { os: 'linux', architecture: 'amd64' };

const aliases: ReadonlyMap<string, string> = new Map([
  ['x86_64', 'amd64'],
  ['x86-64', 'amd64'],
  ['aarch64', 'arm64'],
  ['i386', '386'],
]);
// What an architecture means when no variant is said.
const usualVariant: ReadonlyMap<string, string> = new Map([
  ['arm', 'v7'],
  ['arm64', 'v8'],
  ['amd64', 'v1'],
]);

/** Reads `os/architecture` or `os/architecture/variant`. Throws DrydockError `bad_platform`. */
export function parsePlatform(text: string): Platform {
  const parts = text.length > 64 ? [] : text.toLowerCase().split('/');
  const [os, architecture, variant] = parts;
  const isWhole = parts.length <= 3 && parts.every((part) => /^[a-z0-9][a-z0-9_.-]*$/.test(part));
  if (!isWhole || os === undefined || architecture === undefined) {
    throw new DrydockError(
      'bad_platform',
      'a platform is os/architecture or os/architecture/variant, such as linux/arm64',
    );
  }
  const known = { os, architecture: aliases.get(architecture) ?? architecture };
  return variant === undefined ? known : { ...known, variant };
}

/** `linux/arm/v7` */
export function formatPlatform({ os, architecture, variant }: Platform): string {
  return `${os}/${architecture}${variant === undefined ? '' : `/${variant}`}`;
}

/**
 * How well an offer suits what was asked: 0 is exactly it, larger is worse, undefined not at all. Without a variant in the
 * question any will do, the usual one first; with one, a lower variant still runs.
 */
export function platformDistance(asked: Platform, offered: Platform): number | undefined {
  if (asked.os !== offered.os || asked.architecture !== offered.architecture) return undefined;
  const wanted = variantOf(asked);
  const found = variantOf(offered);
  if (wanted === found) return 0;
  if (asked.variant === undefined) return 1 + distance(wanted, found);
  const step = level(wanted) - level(found);
  return step > 0 ? step : undefined;
}

function variantOf({ architecture, variant }: Platform): string {
  return variant ?? usualVariant.get(architecture) ?? '';
}

function distance(wanted: string, found: string): number {
  const step = level(wanted) - level(found);
  // A variant above the usual one may use instructions that the usual machine lacks: the last resort.
  return Number.isNaN(step) ? 1_000 : step > 0 ? step : 100 - step;
}

function level(variant: string): number {
  return /^v[0-9]{1,2}$/.test(variant) ? Number(variant.slice(1)) : Number.NaN;
}
