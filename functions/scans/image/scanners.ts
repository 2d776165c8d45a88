import { DrydockError } from '../../errors.ts';

const known: readonly string[] = ['vuln', 'secret', 'misconfig', 'license'];

/** One text for all ways to ask for the same scanners; vulnerabilities are always among them. Throws DrydockError `bad_request`. */
export function canonicalScanners(names: readonly string[]): string {
  const stranger = names.some((name) => !known.includes(name));
  if (stranger) throw new DrydockError('bad_request', `scanners are ${known.join(', ')}`);
  return [...new Set(['vuln', ...names])].toSorted().join(',');
}
