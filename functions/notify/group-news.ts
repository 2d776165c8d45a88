import type { VulnerabilityNews } from './event.ts';
import { firstThatFit } from './first-that-fit.ts';
import { listBytes, mostImages, type News } from './news.ts';

/** News that come one after the other about the same vulnerability and in the same way, as groups. */
export async function* groupNews(news: AsyncIterable<News> | Iterable<News>): AsyncGenerator<News[]> {
  let group: News[] = [];
  for await (const one of news) {
    const [first] = group;
    if (first !== undefined && (first.kind !== one.kind || first.vulnerability !== one.vulnerability)) {
      yield group;
      group = [];
    }
    group.push(one);
  }
  if (group.length > 0) yield group;
}

/** What is told of a group: one message, whatever the number of its images. */
export function tellGroup(group: readonly News[]): VulnerabilityNews {
  const named = group.slice(0, mostImages).map(({ image, packages }) => ({ ...image, packages }));
  const { vulnerability: id, kind, severity, previousSeverity, title, url, database } = group[0]!;
  return {
    ...{ id, kind, severity },
    ...(previousSeverity !== undefined && { previousSeverity }),
    ...(title !== undefined && { title }),
    ...(url !== undefined && { url }),
    fixable: group.some(({ packages }) => packages.some(({ fixed }) => fixed !== undefined)),
    images: firstThatFit(named, listBytes),
    imageCount: group.length,
    database,
  };
}
