import { type ImageFinding, isFixable } from '../../image/finding.ts';
import { severities } from '../../image/severity.ts';

/** Findings of one place in an image: its operating system, one kind of packages, one program. */
export interface Target {
  name: string;
  type: string;
  findings: readonly ImageFinding[];
}

/** Operating system first, then in the order of the worst finding. */
export const targetsOf = (findings: readonly ImageFinding[]): Target[] => {
  const groups = Map.groupBy(findings, ({ class: kind, type, target }) => JSON.stringify([kind, type, target]));
  return [...groups.values()]
    .map((group) => ({ name: group[0]!.target, type: group[0]!.type, findings: group }))
    .toSorted((one, other) => rank(one) - rank(other));
};

const rank = ({ findings }: Target): number => (findings[0]!.class === 'os' ? 0 : 1);

/** `Total: 3 (CRITICAL: 1, HIGH: 2), 2 with a fix` */
export const totalLine = (findings: readonly ImageFinding[]): string => {
  const counts = severities.map((name) => [name, findings.filter(({ severity }) => severity === name).length] as const);
  const known = counts.filter(([, count]) => count > 0).map(([name, count]) => `${name}: ${count}`);
  const fixable = findings.filter(isFixable).length;
  return `Total: ${findings.length}${known.length === 0 ? '' : ` (${known.join(', ')}), ${fixable} with a fix`}`;
};

/** `lodash (app/node_modules/lodash/package.json)`: where a file in the image says more than the target does. */
export const packageLabel = ({ package: name, path, target }: ImageFinding): string =>
  path === undefined || path === target ? name : `${name} (${path})`;
