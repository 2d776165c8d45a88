import { parseRepositoryPattern } from '../../image/repository-pattern.ts';
import type { Clock } from '../../scans/ports.ts';
import type { CveStore, WatchStore } from '../ports.ts';
import { batchSize, type Run, type RunImage } from '../runs/run.ts';
import type { PatternWatch } from '../watches/in-effect.ts';
import { watchedImage } from './watched-image.ts';

export interface FindImagesDeps {
  watches: Pick<WatchStore, 'list'>;
  cves: Pick<CveStore, 'listAffected'>;
  clock: Clock;
}

interface Found {
  images: RunImage[];
  /** absent at the end */
  next?: string;
}

/** Images that a run is about, of so many rows as a batch has images, from its position on. */
export function findImages(deps: FindImagesDeps, run: Run, patterns: readonly PatternWatch[]): Promise<Found> {
  return run.target.kind === 'cve' ? findAffected(deps, run, run.target.cve) : findWatched(deps, run, patterns);
}

async function findAffected(deps: FindImagesDeps, run: Run, cve: string): Promise<Found> {
  const { tenant, position } = run;
  const after = position === undefined ? {} : { after: position };
  const { images, next } = await deps.cves.listAffected({ tenant, cve, limit: batchSize, ...after });
  const found = images.map(({ digest, platform, repository }) => ({ digest, platform, repository }));
  return next === undefined ? { images: found } : { images: found, next };
}

async function findWatched(deps: FindImagesDeps, run: Run, patterns: readonly PatternWatch[]): Promise<Found> {
  const { tenant, position, target } = run;
  const after = position === undefined ? {} : { after: position };
  const { watches, next } = await deps.watches.list({ tenant, limit: batchSize, ...after });
  const fits = target.kind === 'repository' ? parseRepositoryPattern(target.pattern) : () => true;
  const now = deps.clock();
  const images = watches.flatMap((watch) => {
    const image = fits(watch.repository ?? '') ? watchedImage(watch, patterns, now) : undefined;
    return image ?? [];
  });
  return next === undefined ? { images } : { images, next };
}
