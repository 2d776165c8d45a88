import { parseRepositoryPattern } from '../image/repository-pattern.ts';
import type { News } from './news.ts';
import type { NewsFilter } from './subscription.ts';

/** What of the news passes a filter: the images, with the packages that do. */
export function matchNews(filter: NewsFilter, news: readonly News[]): News[] {
  const { severities, events, repositories, fixable = false } = filter;
  const patterns = repositories?.map(parseRepositoryPattern);
  return news.flatMap((one) => {
    if (severities !== undefined && !severities.includes(one.severity)) return [];
    if (events !== undefined && !events.includes(one.kind)) return [];
    if (patterns !== undefined && !patterns.some((fits) => fits(one.repository))) return [];
    const packages = fixable ? one.packages.filter(({ fixed }) => fixed !== undefined) : one.packages;
    return packages.length === 0 ? [] : [{ ...one, packages }];
  });
}
