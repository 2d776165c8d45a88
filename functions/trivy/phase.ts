/** What Trivy is at, as its log tells. */
export type ScanPhase = 'analysing' | 'matching';

const beginnings: readonly [RegExp, ScanPhase][] = [
  [/\[vuln\] Vulnerability scanning is enabled/, 'analysing'],
  [/Detected OS|Detecting vulnerabilities\.\.\.|Number of language-specific files/, 'matching'],
];

/** Calls `onPhase` once for each phase, in their order, when fed the lines of the log. */
export function phaseReader(onPhase: (phase: ScanPhase) => void): (line: string) => void {
  let left = beginnings;
  return (line) => {
    const at = left.findIndex(([text]) => text.test(line));
    if (at === -1) return;
    onPhase(left[at]![1]);
    left = left.slice(at + 1);
  };
}
