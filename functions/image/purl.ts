/**
 * One spelling for all ways to write a package URL: parts percent-decoded and encoded again the same way, qualifiers sorted.
 * Trivy 0.68 writes `%3A` in qualifiers where 0.74 writes `:`. A text that is none is returned as it is.
 */
export function canonicalPurl(purl: string): string {
  try {
    const parts = split(purl);
    if (parts === undefined) return purl;
    const { path, version, qualifiers, subpath } = parts;
    return [
      `pkg:${recodePath(path)}`,
      version && `@${recode(version)}`,
      qualifiers && `?${recodeQualifiers(qualifiers)}`,
      subpath && `#${recodePath(subpath)}`,
    ].join('');
  } catch {
    // A stray % is no escape.
    return purl;
  }
}

interface Parts {
  path: string;
  version: string;
  qualifiers: string;
  subpath: string;
}

function split(purl: string): Parts | undefined {
  if (!purl.startsWith('pkg:')) return undefined;
  const [beforeSubpath, subpath] = cut(purl.slice(4), '#');
  const [beforeQualifiers, qualifiers] = cut(beforeSubpath, '?');
  // The @ of an npm scope stands before the last slash.
  const at = beforeQualifiers.lastIndexOf('@');
  const hasVersion = at > 0 && at > beforeQualifiers.lastIndexOf('/');
  const path = hasVersion ? beforeQualifiers.slice(0, at) : beforeQualifiers;
  return { path, version: hasVersion ? beforeQualifiers.slice(at + 1) : '', qualifiers, subpath };
}

function cut(text: string, mark: string): [before: string, after: string] {
  const at = text.indexOf(mark);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}

const recode = (part: string): string => encodeURIComponent(decodeURIComponent(part)).replaceAll('%3A', ':');
const recodePath = (path: string): string => path.split('/').map(recode).join('/');

function recodeQualifiers(text: string): string {
  const pairs = text.split('&').map((pair) => cut(pair, '='));
  return pairs
    .map(([name, value]) => `${name.toLowerCase()}=${recode(value)}`)
    .toSorted()
    .join('&');
}
