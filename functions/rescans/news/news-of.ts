import type { FindingDiff } from '../../image/diff/diff.ts';
import type { ImageFinding } from '../../image/finding.ts';
import { shortText } from '../../image/short-text.ts';
import type { NewsKind } from '../../notify/event.ts';
import { mostPackages, type News } from '../../notify/news.ts';
import type { ImageRecord } from '../../scans/image/image-record.ts';

/** What of a diff is told: one entry for each vulnerability and kind, whatever the number of its packages. */
export function newsOf(image: ImageRecord, diff: FindingDiff): News[] {
  const found = new Map<string, News>();
  const add = (kind: NewsKind, finding: ImageFinding, before?: ImageFinding): void => {
    const key = `${kind} ${finding.id}`;
    const news = found.get(key) ?? emptyNews(image, kind, finding, before);
    const { package: name, installed, fixed } = finding;
    if (news.packages.length < mostPackages) {
      const named = { name: shortText(name), installed: shortText(installed) };
      news.packages.push({ ...named, ...(fixed !== undefined && { fixed: shortText(fixed) }) });
    }
    found.set(key, news);
  };
  for (const finding of diff.added) add('new', finding);
  for (const finding of diff.withdrawn) add('withdrawn', finding);
  for (const { before, after } of diff.severityChanged) add('severity_changed', after, before);
  for (const { before, after } of [...diff.updated, ...diff.severityChanged]) {
    if (before.fixed === undefined && after.fixed !== undefined) add('fix_available', after);
  }
  return [...found.values()];
}

function emptyNews(image: ImageRecord, kind: NewsKind, finding: ImageFinding, before?: ImageFinding): News {
  const { tenant, repository, digest, platform, database } = image;
  const { id: vulnerability, severity, title, url } = finding;
  return {
    ...{ tenant, kind, vulnerability, severity, repository, database },
    ...(before !== undefined && { previousSeverity: before.severity }),
    ...(title !== undefined && { title: shortText(title) }),
    ...(url !== undefined && { url: shortText(url) }),
    image: { image: image.image, digest, platform },
    packages: [],
    source: image.run ?? image.scan,
  };
}
