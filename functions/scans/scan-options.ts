/** What a caller may vary about a scan. */
export interface ScanOptions {
  rules?: readonly string[] | undefined;
  exclude?: readonly string[] | undefined;
  profile?: string | undefined;
}

/**
 * One text for all ways to write the same options: lists sorted, defaults left out, JSON quoted so that no name can imitate
 * another option. `''` when nothing was asked for. A repeated rule scores as often as it is named; a repeated exclusion says nothing.
 */
export function canonicalOptions(options: ScanOptions): string {
  const parts: string[] = [];
  addList(parts, 'rules', options.rules);
  addList(parts, 'exclude', options.exclude && [...new Set(options.exclude)]);
  if (options.profile !== undefined && options.profile !== 'kubesec') {
    parts.push(`profile=${JSON.stringify(options.profile)}`);
  }
  return parts.join('&');
}

function addList(parts: string[], name: string, list: readonly string[] | undefined): void {
  if (list === undefined || list.length === 0) return;
  parts.push(`${name}=${JSON.stringify(list.toSorted())}`);
}
