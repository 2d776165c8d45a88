import { formatPlatform } from '../../image/platform.ts';
import { formatReference } from '../../image/reference.ts';
import type { ImageResolver } from './ports.ts';

type Question = Parameters<ImageResolver['resolve']>;
type Found = Awaited<ReturnType<ImageResolver['resolve']>>;

/**
 * Asks a registry once for all who ask the same at the same time: a hundred questions about one tag would take turns, and the last
 * ones not be answered in time. Whoever brings credentials asks alone; whoever shares an answer cannot call it off for the others.
 */
export function shareResolves(resolver: ImageResolver): ImageResolver {
  const asked = new Map<string, Promise<Found>>();
  const ask = (key: string, reference: Question[0], options: Question[1]): Promise<Found> => {
    const { platform } = options;
    const answer = resolver.resolve(reference, { platform, signal: new AbortController().signal }).finally(() => {
      asked.delete(key);
    });
    asked.set(key, answer);
    return answer;
  };
  return {
    resolve(reference, options) {
      if (options.credentials !== undefined) return resolver.resolve(reference, options);
      const key = `${formatReference(reference)} ${formatPlatform(options.platform)}`;
      return asked.get(key) ?? ask(key, reference, options);
    },
  };
}
