import type { BlockList } from 'node:net';
import { DrydockError } from '../errors.ts';
import { readCidr } from './address-ranges.ts';

/** A host that may have private addresses, but only these. */
export interface PrivateHost {
  /** host name, and port where it is not 443, lower case */
  host: string;
  ranges: readonly BlockList[];
}

/**
 * Reads `registry.corp.example=10.1.0.0/16,fd12::/32 cache.corp.example:5000=10.2.3.4`: every entry names a host, and the
 * ranges its address may come from. Throws DrydockError `bad_configuration`, which names the kind of host.
 */
export function readPrivateHosts(text: string, kind = 'registry'): PrivateHost[] {
  return text.split(/\s+/).flatMap((entry) => (entry === '' ? [] : [readEntry(entry, kind)]));
}

function readEntry(entry: string, kind: string): PrivateHost {
  const equals = entry.indexOf('=');
  const url = URL.parse(`https://${entry.slice(0, Math.max(equals, 0))}`);
  const ranges = entry
    .slice(equals + 1)
    .split(',')
    .map(readCidr);
  if (
    equals < 1 ||
    url === null ||
    url.pathname !== '/' ||
    url.username !== '' ||
    url.search !== '' ||
    url.hash !== ''
  ) {
    throw new DrydockError(
      'bad_configuration',
      `private ${kind} "${entry}": expected host=range, such as ${kind}.corp=10.0.0.0/8`,
    );
  }
  const known = ranges.filter((range) => range !== undefined);
  if (known.length < ranges.length) {
    throw new DrydockError(
      'bad_configuration',
      `private ${kind} "${entry}": a range is written as 10.0.0.0/8, 10.2.3.4 or fd12::/32`,
    );
  }
  return { host: url.host, ranges: known };
}
