const escapedByPath = /[^A-Za-z0-9\-_.~$&+,/:;=@]/g;

/** The path as Go's ServeMux cleans it: no empty, `.` and `..` segments; a final slash stays. */
export function cleanPath(path: string): string {
  if (path.startsWith('/') && !path.includes('//') && !path.includes('/.')) return path;
  const kept: string[] = [];
  for (const segment of path.split('/')) {
    if (segment === '..') kept.pop();
    else if (segment !== '' && segment !== '.') kept.push(segment);
  }
  if (kept.length === 0) return '/';
  return `/${kept.join('/')}${path.endsWith('/') ? '/' : ''}`;
}

/** Where Go redirects to. It escapes a path that is escaped already once more: `//a%20b` leads to `/a%2520b`. */
export function redirectTarget(cleaned: string, query: string): string {
  const path = cleaned.replace(escapedByPath, percentEncoded);
  return query === '' ? path : `${path}?${query}`;
}

function percentEncoded(character: string): string {
  const bytes = new TextEncoder().encode(character);
  return Array.from(bytes, (byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join('');
}
