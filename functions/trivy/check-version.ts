import { DrydockError } from '../errors.ts';

/** Releases that were made by somebody who had stolen the project's keys: never to be run. */
export const deniedVersions: ReadonlySet<string> = new Set(['0.69.4', '0.69.5', '0.69.6']);

// From the oldest whose texts and reports were recorded, up to the newest whose reports are known.
const oldest = { major: 0, minor: 68 };
const newest = { major: 0, minor: 74 };
const allowedVersions = '0.68.0 to 0.74.x';

/** Throws DrydockError `bad_configuration` for a version that is malicious, unknown, or not one that drydock reads. */
export function checkVersion(version: string): void {
  const refuse = (why: string): DrydockError =>
    new DrydockError('bad_configuration', `Trivy ${version.slice(0, 40)} ${why}; drydock uses ${allowedVersions}`);
  const [, major, minor, patch] = /^v?([0-9]{1,4})\.([0-9]{1,4})\.([0-9]{1,4})$/.exec(version) ?? [];
  if (patch === undefined) throw refuse('is no release');
  const plain = [major, minor, patch].map(Number);
  if (deniedVersions.has(plain.join('.'))) throw refuse('is a malicious release: remove it from this machine');
  const [first, second] = plain as [number, number];
  if (first !== oldest.major || second < oldest.minor || second > newest.minor) throw refuse('is not supported');
}
