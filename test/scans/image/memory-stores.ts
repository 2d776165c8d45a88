import type { CheckedResult, ImageRecord, ImageResult } from '../../../functions/scans/image/image-record.ts';
import type { ImageScan } from '../../../functions/scans/image/image-scan.ts';
import type {
  IdempotencyClaim,
  IdempotencyStore,
  ImageScanStore,
  ImageStore,
  ReportStore,
} from '../../../functions/scans/image/ports.ts';

type Clock = () => number;

const isLive = (row: { expires: number } | undefined, now: number): boolean =>
  row !== undefined && row.expires * 1000 > now;

export function page<T>(rows: readonly T[], positionOf: (row: T) => string, limit: number, after?: string) {
  const sorted = rows.toSorted((one, other) => (positionOf(one) < positionOf(other) ? 1 : -1));
  const rest = sorted.filter((row) => after === undefined || positionOf(row) < after);
  const values = structuredClone(rest.slice(0, limit));
  const last = values.at(-1);
  return rest.length > limit && last !== undefined ? { values, next: positionOf(last) } : { values };
}

export const padded = (time: number): string => String(time).padStart(15, '0');

/** Rows in memory, for tests; passes the contract that the table passes. */
export function memoryImageScanStore(clock: Clock): ImageScanStore & { rows: Map<string, ImageScan> } {
  const rows = new Map<string, ImageScan>();
  const keyOf = (tenant: string, id: string) => `${tenant}#${id}`;
  const live = (tenant: string, id: string): ImageScan | undefined => {
    const row = rows.get(keyOf(tenant, id));
    return isLive(row, clock()) ? structuredClone(row) : undefined;
  };
  return {
    rows,
    async create(scan) {
      if (live(scan.tenant, scan.id)) return false;
      rows.set(keyOf(scan.tenant, scan.id), structuredClone(scan));
      return true;
    },
    read: async (tenant, id) => live(tenant, id),
    async replace(scan, fence) {
      if (rows.get(keyOf(scan.tenant, scan.id))?.fence !== fence) return false;
      rows.set(keyOf(scan.tenant, scan.id), structuredClone(scan));
      return true;
    },
    async remove(tenant, id) {
      const row = live(tenant, id);
      rows.delete(keyOf(tenant, id));
      return row;
    },
    async list({ tenant, limit, after, repository, image }) {
      const ours = [...rows.values()].filter(
        (row) =>
          row.tenant === tenant &&
          isLive(row, clock()) &&
          (repository === undefined || row.repository === repository) &&
          (image === undefined || row.image === image),
      );
      const { values, next } = page(ours, (row) => `${padded(row.submitted)}#${row.id}`, limit, after);
      return next === undefined ? { scans: values } : { scans: values, next };
    },
    due: async (now, limit) =>
      [...rows.values()]
        .filter((row) => row.due !== undefined && row.due <= now)
        .toSorted((one, other) => one.due! - other.due!)
        .slice(0, limit)
        .map(({ tenant, id }) => ({ tenant, id })),
  };
}

export function memoryImageStore(): ImageStore & {
  results: Map<string, ImageResult>;
  images: Map<string, ImageRecord>;
} {
  const images = new Map<string, ImageRecord>();
  const results = new Map<string, ImageResult>();
  const notes = new Map<string, CheckedResult>();
  const noteKey = ({ tenant, digest, platform, scan, scanned }: ImageResult) =>
    [tenant, digest, platform, scan, scanned].join(' ');
  const withNote = (image: ImageRecord): ImageRecord => {
    const checked = notes.get(noteKey(image));
    return structuredClone(checked === undefined ? image : { ...image, checked });
  };
  const positionOf = (result: ImageResult) => `${result.platform}#${padded(result.scanned)}#${result.scan}`;
  const keyOf = (result: ImageResult) => `${result.tenant} ${result.digest} ${positionOf(result)}`;
  const of = <T extends ImageResult>(rows: Map<string, T>, tenant: string, digest?: string): T[] =>
    [...rows.values()].filter((row) => row.tenant === tenant && (digest === undefined || row.digest === digest));
  return {
    images,
    results,
    async record(image) {
      const key = `${image.tenant} ${image.digest} ${image.platform}`;
      if ((images.get(key)?.scanned ?? 0) <= image.scanned) images.set(key, structuredClone(image));
    },
    async noteChecked(found) {
      for (const image of found) notes.set(noteKey(image), structuredClone(image.checked));
    },
    async addResult(result) {
      if (!results.has(keyOf(result))) results.set(keyOf(result), structuredClone(result));
    },
    async neighbours(result) {
      const own = positionOf(result);
      const others = of(results, result.tenant, result.digest).filter(({ platform }) => platform === result.platform);
      const sorted = others.toSorted((one, other) => (positionOf(one) < positionOf(other) ? -1 : 1));
      const before = sorted.findLast((one) => positionOf(one) < own);
      const after = sorted.find((one) => positionOf(one) > own);
      return structuredClone({ ...(before && { before }), ...(after && { after }) });
    },
    async linkResult(result) {
      const placeOf = ({ scanned, scan }: Pick<ImageResult, 'scanned' | 'scan'>) => `${padded(scanned)}#${scan}`;
      const known = results.get(keyOf(result));
      const previous = known?.change?.previous;
      const isLater = previous !== undefined && placeOf(previous) > placeOf(result.change.previous);
      if (known !== undefined && !isLater) results.set(keyOf(result), structuredClone(result));
    },
    read: async (tenant, digest) => of(images, tenant, digest).map(withNote),
    readEach: async (tenant, wanted) => {
      const names = new Set(wanted.map(({ digest, platform }) => `${digest} ${platform}`));
      return of(images, tenant)
        .filter(({ digest, platform }) => names.has(`${digest} ${platform}`))
        .map(withNote);
    },
    async list({ tenant, limit, after }) {
      const at = (image: ImageRecord) => `${padded(image.scanned)}#${image.digest}`;
      const { values, next } = page(of(images, tenant).map(withNote), at, limit, after);
      return next === undefined ? { images: values } : { images: values, next };
    },
    async history({ tenant, digest, platform, limit, after }) {
      const rows = of(results, tenant, digest).filter((row) => platform === undefined || row.platform === platform);
      const at = (row: ImageResult) =>
        platform === undefined ? positionOf(row) : positionOf(row).slice(platform.length + 1);
      const { values, next } = page(rows, at, limit, after);
      return next === undefined ? { results: values } : { results: values, next };
    },
    async remove(tenant, digest) {
      for (const rows of [images, results] as Map<string, ImageResult>[]) {
        for (const [key, row] of rows) if (row.tenant === tenant && row.digest === digest) rows.delete(key);
      }
    },
  };
}

export function memoryIdempotencyStore(clock: Clock): IdempotencyStore {
  const claims = new Map<string, IdempotencyClaim>();
  const keyOf = ({ tenant, key }: IdempotencyClaim) => `${tenant} ${key}`;
  return {
    async claim(claim) {
      const standing = claims.get(keyOf(claim));
      if (standing !== undefined && isLive(standing, clock())) return standing;
      claims.set(keyOf(claim), claim);
      return claim;
    },
    async settle(claim, scan) {
      claims.set(keyOf(claim), { ...claim, scan });
    },
    async release(claim) {
      claims.delete(keyOf(claim));
    },
  };
}

export function memoryReportStore(): ReportStore & { objects: Map<string, Uint8Array> } {
  const objects = new Map<string, Uint8Array>();
  return {
    objects,
    put: async (key, json) => void objects.set(key, json),
    read: async (key) => objects.get(key),
    remove: async (key) => void objects.delete(key),
    link: async (key, seconds) => `https://reports.test/${key}?seconds=${seconds}`,
  };
}
