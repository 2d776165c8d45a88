import type { diffView } from '../../functions/api/rescans/change-view.ts';
import { packageLabel } from '../../functions/formats/image/targets.ts';
import type { ImageFinding } from '../../functions/image/finding.ts';

export type DiffDocument = ReturnType<typeof diffView>;

/** One line of a diff. */
export interface DiffRow {
  readonly change: string;
  readonly severity: string;
  readonly id: string;
  readonly package: string;
  readonly installed: string;
  readonly fixed: string;
}

const rowOf = (change: string, finding: ImageFinding, severity: string = finding.severity): DiffRow => ({
  ...{ change, severity, id: finding.id, package: packageLabel(finding) },
  ...{ installed: finding.installed, fixed: finding.fixed ?? '' },
});

/** What is new comes first; what is newly fixable is what is left to do. */
export const diffRows = (diff: DiffDocument): DiffRow[] => [
  ...diff.added.map((finding) => rowOf('added', finding)),
  ...diff.severityChanged.map(({ before, after, finding }) => rowOf('severity', finding, `${before} > ${after}`)),
  ...diff.newlyFixable.map((finding) => rowOf('fixable', finding)),
  ...diff.fixChanged.map(({ before, after, finding }) => ({
    ...rowOf('other fix', finding),
    fixed: `${before} > ${after ?? 'none'}`,
  })),
  ...otherUpdates(diff),
  ...diff.fixed.map((finding) => rowOf('fixed', finding)),
  ...diff.withdrawn.map((finding) => rowOf('withdrawn', finding)),
];

/** Updates that are in none of the other lists, with the parts that are different. */
function otherUpdates({ newlyFixable, fixChanged, updated }: DiffDocument): DiffRow[] {
  const listed = new Set(
    [...newlyFixable, ...fixChanged.map(({ finding }) => finding)].map((one) => JSON.stringify(one)),
  );
  const others = updated.filter(({ finding }) => !listed.has(JSON.stringify(finding)));
  return others.map(({ changed, finding }) => rowOf(changed.join(', '), finding));
}

/** All of the diff in numbers, also what the lists leave out. */
export const diffCounts = ({ summary }: DiffDocument): string => {
  const { added, fixed, withdrawn, raised, lowered, newlyFixable, fixChanged = 0, updated, unchanged } = summary;
  const parts = [
    ...[`${added.total} added`, `${fixed.total} fixed`, `${withdrawn.total} withdrawn`],
    ...[`${raised} raised`, `${lowered} lowered`, `${newlyFixable} newly fixable`],
    ...[`${fixChanged} with another fix`, `${updated} updated`, `${unchanged} unchanged`],
  ];
  return parts.join(', ');
};

/** `nginx:1.27 sha256:… linux/amd64, scanned at …` */
export const sideText = ({ image, digest, platform, scanned }: DiffDocument['from']): string =>
  `${image === undefined ? '' : `${image} `}${digest} ${platform}, scanned ${scanned}`;
