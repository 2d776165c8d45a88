import type { Profile } from './profile.ts';
import type { Finding } from './report.ts';
import { allRules } from './rules/all.ts';
import { holdsForContainer, listsOf, ruleHolds } from './rules/holds.ts';
import type { ContainerRule, Rule } from './rules/rule.ts';
import { isWritten } from './rules/value-at.ts';
import { type ContainerList, podSpecPath, type Workload, workloadOf } from './rules/workload.ts';
import type { ScannedDocument } from './scan.ts';
import { firstProblemPath } from './schema-pointer.ts';
import type { Path } from './value.ts';
import { type Located, locateYaml } from './yaml/locate.ts';
import { YamlError } from './yaml/yaml-error.ts';

/** The container that decides a rule: the first for which it holds, or the first for which it does not when it fails. */
const decidingContainer = (
  rule: ContainerRule,
  workload: Workload,
  profile: Profile,
): [list: ContainerList, at: number] | undefined => {
  const outcome = ruleHolds(rule, workload, profile);
  for (const list of listsOf(rule, profile)) {
    const at = workload.containers[list].findIndex(
      (container) => holdsForContainer(rule, container, workload.pod, profile) === outcome,
    );
    if (at >= 0) return [list, at];
  }
  return undefined;
};

const containerRulePath = (rule: ContainerRule, workload: Workload, profile: Profile): Path => {
  const deciding = decidingContainer(rule, workload, profile);
  if (deciding === undefined) return [];
  const [list, at] = deciding;
  const container = workload.containers[list][at];
  const isInherited = !isWritten(container, rule.field) && isWritten(workload.pod, rule.field);
  return isInherited ? rule.field : [list, at, ...(rule.spot?.(container, profile) ?? rule.field)];
};

const rulePath = (rule: Rule, workload: Workload, profile: Profile): Path => {
  if (rule.on === 'document') return rule.spot?.(workload.document, profile) ?? rule.field;
  const inPod =
    rule.on === 'pod' ? (rule.spot?.(workload.pod, profile) ?? rule.field) : containerRulePath(rule, workload, profile);
  return [...podSpecPath(workload.document), ...inPod];
};

const locateOrNot = (part: Uint8Array): Located | undefined => {
  try {
    return locateYaml(part);
  } catch (error) {
    if (error instanceof YamlError) return undefined;
    throw error;
  }
};

/** The line of the deepest step of a path that is written. */
const deepestLine = ({ lineOf }: Located, path: Path): number | undefined => {
  for (let length = path.length; length > 0; length--) {
    const line = lineOf(path.slice(0, length));
    if (line !== undefined) return line;
  }
  return undefined;
};

/** Only JSON bodies are told of repeated keys, and there lines are those of the body. */
const repeatedKeyLine = (message: string): number | undefined => {
  const line = /^error unmarshalling resource: .*\n {2}line (\d+): key /.exec(message)?.[1];
  return line === undefined ? undefined : Number(line);
};

const findingPath = (finding: Finding, workload: Workload, profile: Profile): Path => {
  const rule = allRules.find(({ id }) => id === finding.id);
  return rule === undefined ? [] : rulePath(rule, workload, profile);
};

/**
 * Where a scanned document's findings stand: 1-based lines of the body. A container rule is found at the field of the
 * container that decides it, or at the container; a pod rule at its field or at the pod spec; a document that breaks
 * its schema at the first problem. What cannot be found stands at the document's first line.
 */
export const findingLines = (
  body: Uint8Array,
  document: ScannedDocument,
): ((finding: Finding | 'document') => number) => {
  const { report, start, end, line: first, profile = 'kubesec' } = document;
  const located = locateOrNot(body.subarray(start, end));
  if (located === undefined) return () => first;
  const workload = workloadOf(located.value);
  const problemLine = (): number | undefined =>
    repeatedKeyLine(report.message) ?? deepestLine(located, firstProblemPath(report.message, located.value));
  return (finding) => {
    const line = finding === 'document' ? problemLine() : deepestLine(located, findingPath(finding, workload, profile));
    return line === undefined ? first : first + line - 1;
  };
};
