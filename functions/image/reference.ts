import { DrydockError } from '../errors.ts';

export interface ImageReference {
  /** host with port, lower case; `docker.io` where none was named */
  registry: string;
  /** `library/nginx` for Docker Hub's `nginx` */
  repository: string;
  /** `latest` where neither tag nor digest was named */
  tag?: string;
  /** `sha256:` and 64 hex digits */
  digest?: string;
}

// The grammar of github.com/distribution/reference. No alternative of a pattern can match where another one can: linear time.
const label = '[a-zA-Z0-9]+(?:-+[a-zA-Z0-9]+)*';
const registryPattern = new RegExp(`^(?:${label}(?:\\.${label})*|\\[[a-fA-F0-9:]+\\])(?::[0-9]{1,5})?$`);
const repositoryPattern = /^[a-z0-9]+(?:(?:\.|__?|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:\.|__?|-+)[a-z0-9]+)*)*$/;
const tagPattern = /^[a-zA-Z0-9_][a-zA-Z0-9_.-]{0,127}$/;
const digestPattern = /^sha256:[a-f0-9]{64}$/;
const longestName = 255;
const longest = longestName + 1 + 128 + 1 + 71;

/** Reads `nginx`, `ghcr.io/org/app:1.2`, `localhost:5000/a@sha256:…` as Docker does. Throws DrydockError `bad_reference`. */
export function parseReference(text: string): ImageReference {
  if (text === '') refuse('it is empty');
  if (text.length > longest) refuse(`it is longer than ${longest} characters`);
  if (text.includes('://')) refuse('it begins with a scheme such as https://, which image references do not have');
  const [rest, digest] = splitDigest(text);
  const [name, tag] = splitTag(rest);
  if (name.length > longestName) refuse(`its name is longer than ${longestName} characters`);
  const { registry, repository } = splitName(name);
  return {
    registry,
    repository,
    ...(tag !== undefined && { tag }),
    ...(digest !== undefined && { digest }),
    ...latest(tag, digest),
  };
}

/** The whole reference, defaults written out: parseReference reads the same from it. */
export function formatReference({ registry, repository, tag, digest }: ImageReference): string {
  return `${registry}/${repository}${tag === undefined ? '' : `:${tag}`}${digest === undefined ? '' : `@${digest}`}`;
}

function latest(tag: string | undefined, digest: string | undefined): { tag?: string } {
  return tag === undefined && digest === undefined ? { tag: 'latest' } : {};
}

function splitDigest(text: string): [rest: string, digest?: string] {
  const at = text.indexOf('@');
  if (at < 0) return [text];
  const digest = text.slice(at + 1);
  if (!digestPattern.test(digest)) refuse('what follows @ is not sha256: with 64 hex digits (0-9, a-f)');
  return [text.slice(0, at), digest];
}

function splitTag(text: string): [name: string, tag?: string] {
  const colon = text.lastIndexOf(':');
  // A colon before the last slash belongs to a port.
  if (colon <= text.lastIndexOf('/')) return [text];
  const tag = text.slice(colon + 1);
  if (!tagPattern.test(tag)) refuse('a tag is 1 to 128 letters, digits, _, . and -, and does not begin with . or -');
  return [text.slice(0, colon), tag];
}

function splitName(name: string): { registry: string; repository: string } {
  const slash = name.indexOf('/');
  const first = slash < 0 ? '' : name.slice(0, slash);
  const hasRegistry = /[.:A-Z[]/.test(first) || first === 'localhost';
  const registry = hasRegistry ? readRegistry(first) : 'docker.io';
  const path = hasRegistry ? name.slice(slash + 1) : name;
  if (!repositoryPattern.test(path)) {
    refuse('a repository is lower-case letters and digits, parted by one of . _ __ - and by /');
  }
  // Docker reads such a name as the id of a local image.
  if (/^[a-f0-9]{64}$/.test(name)) refuse('64 hex digits alone are an image id, which no registry knows');
  return { registry, repository: registry === 'docker.io' && !path.includes('/') ? `library/${path}` : path };
}

function readRegistry(text: string): string {
  if (!registryPattern.test(text)) refuse('its registry is no host name or address with an optional port');
  const registry = text.toLowerCase();
  const port = /:([0-9]+)$/.exec(registry.slice(registry.lastIndexOf(']') + 1))?.[1];
  if (port !== undefined && (Number(port) < 1 || Number(port) > 65_535)) refuse('its port is not in 1-65535');
  return registry === 'index.docker.io' ? 'docker.io' : registry;
}

// The text itself is not repeated: it may hold a password.
function refuse(reason: string): never {
  throw new DrydockError('bad_reference', `this is no image reference: ${reason}`);
}
