import { fingerprint } from './fingerprint.ts';
import type { LocatedReport } from './located-report.ts';
import { plainText } from './plain-text.ts';
import { relativeUri } from './relative-uri.ts';
import { type SarifRule, sarifRule, schemaRule } from './sarif-rule.ts';

/** One thing to tell, before it is known which of them find room. */
export interface Candidate {
  rule: SarifRule;
  message: string;
  uri: string;
  line: number;
  object: string;
  fingerprint: string;
}

// SARIF viewers read `[text](target)` in a message as a link (§3.11.6).
export const withoutLinks = (text: string): string => text.replaceAll('](', '] (');

/** What a report says, as results; rules and fingerprints met before are taken from the two maps, which live for one run. */
export const candidates = (
  { report, file, lineOf }: LocatedReport,
  rules: Map<string, SarifRule>,
  seen: Map<string, number>,
): Candidate[] => {
  const object = plainText(report.object);
  const uri = relativeUri(file);
  const candidate = (rule: SarifRule, message: string, line: number, subject: string): Candidate => {
    const base = fingerprint(`${rule.id}\n${uri}\n${report.object}\n${subject}`);
    const count = (seen.get(base) ?? 0) + 1;
    seen.set(base, count);
    const text = withoutLinks(message);
    return { rule, message: text, uri, line: Math.max(1, line), object, fingerprint: `${base}:${count}` };
  };
  if (!report.valid) {
    return [candidate(schemaRule, `${object}: ${plainText(report.message, 2_000)}`, lineOf('document'), '')];
  }
  const findings = [...(report.scoring.critical ?? []), ...(report.scoring.advise ?? [])];
  return findings.map((finding) => {
    const rule = rules.get(finding.id) ?? sarifRule(finding);
    rules.set(finding.id, rule);
    return candidate(
      rule,
      `${object}: ${rule.shortDescription.text}. ${finding.reason}`,
      lineOf(finding),
      finding.selector,
    );
  });
};

/** A result object (SARIF 2.1.0 §3.27) for GitHub code scanning: relative uri, first line, stable fingerprint. */
export const sarifResult = (candidate: Candidate, ruleIndex: number) => ({
  ruleId: candidate.rule.id,
  ruleIndex,
  level: candidate.rule.defaultConfiguration.level,
  message: { text: candidate.message },
  locations: [
    {
      physicalLocation: {
        artifactLocation: { uri: candidate.uri, uriBaseId: '%SRCROOT%' },
        region: { startLine: candidate.line },
      },
      logicalLocations: [{ fullyQualifiedName: candidate.object, kind: 'resource' }],
    },
  ],
  partialFingerprints: { primaryLocationLineHash: candidate.fingerprint },
});
