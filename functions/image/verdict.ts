import type { Counts } from './counts.ts';
import type { Severity } from './severity.ts';

export type Verdict = 'pass' | 'warn' | 'fail' | 'unknown';

/** `code` is snake case and stable; `message` is for people. */
export interface Reason {
  code: string;
  message: string;
}

/**
 * `fail` when a CRITICAL finding has a fix, `warn` for any other CRITICAL or HIGH, else `pass`. A reason why nothing can be
 * said makes it `unknown`, whatever was found.
 */
export function decideVerdict(counts: Counts, unknown: readonly Reason[]): { verdict: Verdict; reasons: Reason[] } {
  if (unknown.length > 0) return { verdict: 'unknown', reasons: [...unknown] };
  const { CRITICAL, HIGH } = counts.bySeverity;
  if (CRITICAL.fixable > 0) {
    return { verdict: 'fail', reasons: [reason('critical_with_fix', CRITICAL.fixable, 'CRITICAL', ' with a fix')] };
  }
  const reasons: Reason[] = [];
  if (CRITICAL.total > 0) reasons.push(reason('critical_without_fix', CRITICAL.total, 'CRITICAL', ' without a fix'));
  if (HIGH.total > 0) reasons.push(reason('high', HIGH.total, 'HIGH', ''));
  return { verdict: reasons.length > 0 ? 'warn' : 'pass', reasons };
}

const reason = (code: string, count: number, severity: Severity, what: string): Reason => ({
  code,
  message: `${count} ${severity} ${count === 1 ? 'finding' : 'findings'}${what}`,
});

/** Whether both lists tell people the same, in the same order. */
export const areSameReasons = (one: readonly Reason[], other: readonly Reason[]): boolean =>
  one.length === other.length &&
  one.every(({ code, message }, index) => code === other[index]?.code && message === other[index].message);
