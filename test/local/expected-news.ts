import type { ExpectedFinding, ExpectedImage } from '../images/expected-findings.ts';

/** Findings of one image with two databases. */
export interface TwoScans {
  digest: string;
  before: ExpectedImage;
  after: ExpectedImage;
}

const keyOf = ([id, name, installed, , , , , path]: ExpectedFinding): string => [id, name, installed, path].join(' ');
const byKey = ({ findings }: ExpectedImage) => new Map(findings.map((finding) => [keyOf(finding), finding]));

/** What subscribers have to be told, by kind and vulnerability with the digests of its images, worked out without any code of drydock. */
export function expectedNews(scans: readonly TwoScans[]): Record<string, string[]> {
  const news = new Map<string, Set<string>>();
  for (const { digest, before, after } of scans) {
    const [old, now] = [byKey(before), byKey(after)];
    const add = (kind: string, id: unknown) => {
      const subject = `${kind} ${id}`;
      news.set(subject, (news.get(subject) ?? new Set()).add(digest));
    };
    for (const [key, [id, , , fixed, severity]] of now) {
      const known = old.get(key);
      if (known === undefined) add('new', id);
      else if (known[4] !== severity) add('severity-changed', id);
      if (known !== undefined && known[3] === null && fixed !== null) add('fix-available', id);
    }
    for (const [key, [id]] of old) if (!now.has(key)) add('withdrawn', id);
  }
  return Object.fromEntries([...news].map(([subject, digests]) => [subject, [...digests].sort()]));
}
