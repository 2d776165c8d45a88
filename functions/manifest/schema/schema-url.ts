import { DrydockError } from '../../errors.ts';
import { toLower } from './go-text.ts';
import type { Signature } from './signature.ts';
import { urlProblem } from './url-problem.ts';

const publicLocation = 'https://raw.githubusercontent.com/yannh/kubernetes-json-schema/master';

const layout =
  '/{{ .NormalizedKubernetesVersion }}-standalone{{ .StrictSuffix }}/{{ .ResourceKind }}{{ .KindSuffix }}.json';

/** The location meant by an option: kubeconform's public one when there is none. */
export function chooseLocation(asked: string | undefined): string {
  const location = asked === undefined || asked === '' || asked === 'default' ? publicLocation : asked;
  if (isPath(location) || /^[a-z][a-z0-9+.-]*:\/\//i.test(location)) return location;
  throw new DrydockError('bad_configuration', `schema location: ${location} is neither a URL nor an absolute path`);
}

/** Where kubeconform looks for a schema: a template, or a folder of its usual layout. Throws `bad_configuration`. */
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
