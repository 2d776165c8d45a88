import { DrydockError } from '../../errors.ts';
import { doubleQuote } from './go-quote.ts';
import { toLower } from './go-text.ts';
import type { Signature } from './signature.ts';

export const defaultLocation = 'https://raw.githubusercontent.com/yannh/kubernetes-json-schema/master';

const layout =
  '/{{ .NormalizedKubernetesVersion }}-standalone{{ .StrictSuffix }}/{{ .ResourceKind }}{{ .KindSuffix }}.json';

/** Where kubeconform looks for a schema: a template, or the folder of its usual layout. */
export function schemaUrls(location: string, version: string): (signature: Signature) => string {
  const template = location.endsWith('json') ? location : location + layout;
  const parts = template.split(/\{\{-?\s*(.*?)\s*-?\}\}/);
  const release = version === 'master' ? version : `v${version}`;
  const fill = ({ kind, apiVersion }: Signature, name: string): string => {
    const groups = apiVersion.split('/');
    switch (name) {
      case '.NormalizedKubernetesVersion':
        return release;
      case '.StrictSuffix':
        return '-strict';
      case '.ResourceKind':
        return toLower(kind);
      case '.ResourceAPIVersion':
        return groups.at(-1)!;
      case '.Group':
        return groups[0]!;
      case '.KindSuffix':
        return kindSuffix(apiVersion);
      default:
        throw new DrydockError('bad_configuration', `schema location: unknown field {{ ${name} }}`);
    }
  };
  const url = (signature: Signature): string =>
    parts.map((part, index) => (index % 2 === 0 ? part : fill(signature, part))).join('');
  const problem = urlProblem(url({ kind: 'Pod', apiVersion: 'v1' }));
  if (problem !== undefined) throw new DrydockError('bad_configuration', `schema location: ${problem}`);
  return url;
}

/** The file's name without `.json`: of a group only the first label counts. */
export const fileNameOf = ({ kind, apiVersion }: Signature): string => toLower(kind) + kindSuffix(apiVersion);

/** The name of the file a URL with an escape or a query leads to: the path is decoded, the query ignored. */
export function servedFileName(fileName: string): string | undefined {
  if (!/[%?]/.test(fileName) || fileName.includes('#')) return undefined;
  try {
    return /^(.*)\.json$/s.exec(decodeURIComponent(`${fileName}.json`.split('?', 1)[0]!))?.[1];
  } catch {
    return undefined; // bytes that are no UTF-8
  }
}

function kindSuffix(apiVersion: string): string {
  const [group, version] = apiVersion.split('/') as [string, string?];
  const label = group.split('.', 1)[0]!;
  return toLower(version === undefined ? `-${label}` : `-${label}-${version}`);
}

export const isPath = (location: string): boolean => location.startsWith('/');

/** The URL as the schema's own name: a path becomes a file URL. */
export const absoluteUrl = (url: string): string => (isPath(url) ? `file://${url}` : url);

/** The message for a URL that cannot be asked for, undefined when it can. */
export function refusedUrl(url: string): string | undefined {
  const problem = urlProblem(url);
  if (problem === undefined) return undefined;
  return url.startsWith('http') ? `failed downloading schema at ${url}: ${problem}` : problem;
}

/** How Go's net/url refuses a URL. */
function urlProblem(url: string): string | undefined {
  const hash = url.indexOf('#');
  const address = hash === -1 ? url : url.slice(0, hash);
  const refusal = (text: string, error: string): string => `parse ${doubleQuote(text)}: ${error}`;
  if (/[\0-\x1f\x7f]/.test(address)) return refusal(address, 'net/url: invalid control character in URL');
  const path = address.split('?', 1)[0]!;
  const inPath = brokenEscape(path);
  if (inPath !== undefined) return refusal(address, inPath);
  const inFragment = hash === -1 ? undefined : brokenEscape(url.slice(hash + 1));
  return inFragment === undefined ? undefined : refusal(url, inFragment);
}

function brokenEscape(text: string): string | undefined {
  const at = text.search(/%(?![0-9a-fA-F]{2})/);
  return at === -1 ? undefined : `invalid URL escape ${quoteThreeBytes(text.slice(at, at + 3))}`;
}

/** Go counts bytes here, so that a longer character may be cut. */
function quoteThreeBytes(text: string): string {
  let whole = '';
  let left = 3;
  for (const character of text) {
    const bytes = new TextEncoder().encode(character);
    if (bytes.length > left) {
      const cut = Array.from(bytes.subarray(0, left), (byte) => `\\x${byte.toString(16)}`);
      return `${doubleQuote(whole).slice(0, -1)}${cut.join('')}"`;
    }
    whole += character;
    left -= bytes.length;
  }
  return doubleQuote(whole);
}
