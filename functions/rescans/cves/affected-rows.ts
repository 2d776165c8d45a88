import { createHash } from 'node:crypto';
import type { ImageFinding } from '../../image/finding.ts';
import { severityRank } from '../../image/severity.ts';
import { shortText } from '../../image/short-text.ts';
import type { ImageRecord } from '../../scans/image/image-record.ts';
import { clockKey } from '../clocks/clock.ts';
import type { Clocks } from '../clocks/enter-clocks.ts';
import { type AffectedImage, type AffectedPackage, rowId } from './affected-image.ts';

/** An image is found under so many CVEs, the most severe. */
const mostRows = 5_000;
const mostPackages = 20;

/** Names that can be part of a key and of a path; what advisories are called otherwise is not found by name. */
export const isCveId = (text: string): boolean => /^[A-Za-z0-9][A-Za-z0-9._:-]{0,99}$/.test(text);

/** The rows of an image by their ids. */
export type AffectedRows = ReadonlyMap<string, AffectedImage>;

/** One row for each CVE and severity among the findings of a result. */
export function affectedRows(image: ImageRecord, findings: readonly ImageFinding[], clocks: Clocks): AffectedRows {
  const known = findings.filter(({ id }) => isCveId(id));
  const groups = [...Map.groupBy(known, ({ id, severity }) => rowId({ cve: id, severity }))];
  const worst = groups.toSorted(
    ([, [one]], [, [other]]) => severityRank(one!.severity) - severityRank(other!.severity),
  );
  return new Map(worst.slice(0, mostRows).map(([id, group]) => [id, rowOf(image, group, clocks)]));
}

/**
 * Tells rows of different packages apart: neither another tag nor another wording of the advisory is worth a write. Rows expire:
 * as time goes on the mark of the same packages becomes another one, twice in the life of a row and for each image at another time.
 */
export function markOf({ digest, packages, packageCount, scanned, expires }: AffectedImage): string {
  const half = Math.max(1, (expires * 1000 - scanned) / 2);
  const offset = (Number.parseInt(digest.slice(-8), 16) / 2 ** 32) * half;
  const period = Math.floor((scanned + offset) / half);
  const text = JSON.stringify([packages, packageCount, period]);
  return createHash('sha256').update(text).digest('base64url').slice(0, 6);
}

function rowOf(image: ImageRecord, findings: readonly ImageFinding[], clocks: Clocks): AffectedImage {
  const [{ id: cve, severity, title, url }] = findings as [ImageFinding];
  const { tenant, digest, platform, repository, scanned, expires } = image;
  const seen = findings.flatMap((finding) => clocks.get(clockKey(finding)) ?? []);
  const fixes = seen.flatMap(({ fix }) => fix ?? []);
  return {
    ...{ tenant, cve, severity, digest, platform, repository, image: image.image },
    ...(title !== undefined && { title: shortText(title) }),
    ...(url !== undefined && { url: shortText(url) }),
    packages: findings.slice(0, mostPackages).map(packageOf),
    packageCount: findings.length,
    firstSeen: Math.min(scanned, ...seen.map(({ first }) => first)),
    ...(fixes.length > 0 && { fixSeen: Math.min(...fixes) }),
    ...{ scanned, expires },
  };
}

const packageOf = ({ package: name, installed, fixed, path }: ImageFinding): AffectedPackage => ({
  name: shortText(name),
  installed: shortText(installed),
  ...(fixed !== undefined && { fixed: shortText(fixed) }),
  ...(path !== undefined && { path: shortText(path) }),
});
