import type { Principal } from '../../access/principal.ts';
import { DrydockError } from '../../errors.ts';
import { type Severity, severities, severityRank } from '../../image/severity.ts';
import { inPages, type PageRequest } from '../../scans/in-pages.ts';
import type { DeploymentKey } from '../../scans/ports.ts';
import { inParallel } from '../in-parallel.ts';
import type { CveStore } from '../ports.ts';
import type { AffectedImage, CveEntry } from './affected-image.ts';
import { isCveId } from './affected-rows.ts';
import { dropWithoutImages } from './cve-entries.ts';

export interface CveDeps {
  cves: CveStore;
  /** a name that nobody else uses */
  newMark: () => string;
  /** signs cursors */
  deploymentKey: DeploymentKey;
}

export interface KnownCve {
  id: string;
  /** the most severe that an image has it with */
  severity: Severity;
  title?: string;
  url?: string;
  /** in any image of the tenant; milliseconds since 1970 */
  firstSeen: number;
  images: AffectedImage[];
  cursor?: string;
}

/** An entry with the number of images that have the CVE with its severity. */
export interface ListedCve extends CveEntry {
  /** `mostCounted` at most */
  images: number;
}

/** Images of a listed CVE are counted up to it. */
const mostCounted = 100;
const width = 16;

/** A CVE with a page of the images that have it. Throws DrydockError `not_found` when none has, `forbidden`, `bad_request` or `bad_cursor`. */
export async function readCve(
  deps: CveDeps,
  principal: Principal,
  id: string,
  request: PageRequest,
): Promise<KnownCve> {
  const { tenant } = principal;
  const page = await inPages(deps, principal, `cve:${id}`, request, async (query) => {
    const { images = [], next } = isCveId(id) ? await deps.cves.listAffected({ ...query, cve: id }) : {};
    return { images, next };
  });
  const known = isCveId(id) ? await entriesOf(deps, tenant, id) : [];
  const first = known[0] ?? page.images[0];
  if (first === undefined || (page.images.length === 0 && request.cursor === undefined)) {
    throw new DrydockError('not_found', 'no image is known to have this vulnerability');
  }
  const { severity, title, url } = first;
  const firstSeen = Math.min(...[...known, ...page.images].map((one) => one.firstSeen));
  return { id, severity, ...(title !== undefined && { title }), ...(url !== undefined && { url }), firstSeen, ...page };
}

/** Entries that an image stands behind, the most severe first. */
async function entriesOf(deps: CveDeps, tenant: string, cve: string): Promise<CveEntry[]> {
  const keys = severities.map((severity) => ({ tenant, cve, severity }));
  const entries = await counted(deps, await deps.cves.readCves(keys));
  return entries.toSorted((one, other) => severityRank(one.severity) - severityRank(other.severity));
}

/** CVEs that images have, first seen last first, once for each severity they have it with; a page may hold fewer than asked for. Throws as readCve does, but for `not_found`. */
export async function listCves(
  deps: CveDeps,
  principal: Principal,
  request: PageRequest & { severities?: ReadonlySet<Severity> | undefined; since?: number | undefined },
): Promise<{ cves: ListedCve[]; cursor?: string }> {
  const { since } = request;
  const wanted = severities.filter((severity) => request.severities?.has(severity) ?? true);
  const listing = `cves:${wanted.join()}:${since ?? ''}`;
  return inPages(deps, principal, listing, request, async (query) => {
    const page = await deps.cves.listCves({ ...query, severities: wanted, ...(since !== undefined && { since }) });
    return { cves: await counted(deps, page.cves), next: page.next };
  });
}

/** Those that images still have: rows expire, entries do not. */
async function counted(deps: CveDeps, entries: readonly CveEntry[]): Promise<ListedCve[]> {
  const counts = new Map<CveEntry, number>();
  await inParallel(entries, width, async (entry) => {
    const count = await deps.cves.countAffected(entry, mostCounted);
    counts.set(entry, count);
    if (count === 0) await dropWithoutImages(deps.cves, entry, deps.newMark());
  });
  return entries.flatMap((entry) => {
    const images = counts.get(entry) ?? 0;
    const { mark: _, ...known } = entry;
    return images === 0 ? [] : [{ ...known, images }];
  });
}
