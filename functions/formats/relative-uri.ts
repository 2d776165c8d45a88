import { isUnnamed } from './located-report.ts';

/**
 * The relative URI reference (RFC 3986) SARIF consumers map to a file of the repository: no scheme, no leading slash, no dot
 * segments, every segment percent-encoded. What has no file becomes `manifest.yaml`.
 */
export const relativeUri = (file: string): string => {
  if (isUnnamed(file)) return 'manifest.yaml';
  const segments: string[] = [];
  for (const segment of file.toWellFormed().split('/')) {
    if (segment === '..') segments.pop();
    else if (segment !== '' && segment !== '.') segments.push(encodeURIComponent(segment));
  }
  return segments.length === 0 ? 'manifest.yaml' : segments.join('/');
};
