import { DrydockError } from '../../errors.ts';
import { formatPlatform, parsePlatform } from '../../image/platform.ts';
import { formatReference, parseReference } from '../../image/reference.ts';
import { parseRepositoryPattern } from '../../image/repository-pattern.ts';
import { hmac } from '../../scans/image/image-scan-id.ts';
import { isDigest } from '../../scans/image/list.ts';
import type { DeploymentKey } from '../../scans/ports.ts';
import type { WatchSubject } from './watch.ts';

/** How a caller names what is watched: one of image, digest and repository. */
export interface WatchTarget {
  /** reference; with a digest it is the digest that is watched */
  image?: string | undefined;
  digest?: string | undefined;
  /** pattern such as `ghcr.io/team/*` */
  repository?: string | undefined;
  /** linux/amd64 when absent */
  platform?: string | undefined;
}

/** Same target, same id. Throws DrydockError `bad_request`, `bad_reference` or `bad_platform`. */
export function watchSubject(key: DeploymentKey, tenant: string, createdBy: string, target: WatchTarget): WatchSubject {
  const named = [target.image, target.digest, target.repository].filter((text) => text !== undefined);
  if (named.length !== 1) throw new DrydockError('bad_request', 'name one of image, digest and repository');
  const what = readTarget(target);
  const id = `w${hmac(key, 'drydock-watch-1', [tenant, what.kind, what.target, what.platform ?? '']).slice(0, 32)}`;
  return { tenant, id, createdBy, ...what };
}

/** Whether a text can be the id of a watch at all. */
export const isWatchId = (text: string): boolean => /^w[0-9a-f]{32}$/.test(text);

function readTarget({ image, digest, repository, platform: wanted }: WatchTarget) {
  if (repository !== undefined) {
    if (wanted !== undefined) {
      throw new DrydockError('bad_request', 'platform: a pattern of repositories holds for all platforms');
    }
    parseRepositoryPattern(repository);
    return { kind: 'repository' as const, target: repository };
  }
  const on = formatPlatform(parsePlatform(wanted ?? 'linux/amd64'));
  if (digest !== undefined) {
    if (!isDigest(digest)) throw new DrydockError('bad_request', 'a digest is sha256: and 64 hex digits');
    return { kind: 'digest' as const, target: digest, platform: on, digest };
  }
  const reference = parseReference(image!);
  const whole = `${reference.registry}/${reference.repository}`;
  if (reference.digest !== undefined) {
    const { digest: named } = reference;
    return { kind: 'digest' as const, target: named, platform: on, digest: named, repository: whole };
  }
  return { kind: 'image' as const, target: formatReference(reference), platform: on, repository: whole };
}
