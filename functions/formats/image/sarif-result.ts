import type { ImageFinding } from '../../image/finding.ts';
import { fingerprint } from '../fingerprint.ts';
import { plainText } from '../plain-text.ts';
import { relativeUri } from '../relative-uri.ts';
import { withoutLinks } from '../sarif-result.ts';
import { type ImageRule, imageRule, incompleteScan, levelOf, type SarifLevel } from './sarif-rule.ts';
import type { ScannedImage } from './scanned-image.ts';

/** One thing to tell, before it is known which of them find room. */
export interface Alert {
  rule: ImageRule;
  level: SarifLevel;
  message: string;
  /** the repository without registry and tag: with a colon it would be read as a scheme */
  uri: string;
  /** the package, or the image as a whole */
  place: string;
  fingerprint: string;
}

const messageOf = ({ package: name, installed, fixed, path, severity, id, title }: ImageFinding): string => {
  const where = path === undefined ? '' : ` in ${path}`;
  const update = fixed === undefined ? 'no fix is known' : `fixed in ${fixed}`;
  return `${name} ${installed}${where}: ${update}. ${severity} ${id}${title === undefined ? '' : `: ${title}`}`;
};

/** Findings and what is not known of an image. Fingerprints hold no version, so that an alert lives on until its finding is gone. */
export const alerts = ({ reference, summary, findings }: ScannedImage): Alert[] => {
  const uri = relativeUri(reference.repository);
  const rules = new Map<string, ImageRule>();
  const seen = new Map<string, number>();
  const print = (...parts: readonly string[]): string => {
    const base = fingerprint([reference.registry, reference.repository, ...parts].join('\n'));
    const count = (seen.get(base) ?? 0) + 1;
    seen.set(base, count);
    return `${base}:${count}`;
  };
  const unknown = summary.reasons
    .filter(() => summary.verdict === 'unknown')
    .map(({ code, message }): Alert => {
      const { level } = incompleteScan.defaultConfiguration;
      const text = withoutLinks(plainText(message));
      return { rule: incompleteScan, level, message: text, uri, place: 'image', fingerprint: print(code) };
    });
  const found = findings.map((finding): Alert => {
    const rule = rules.get(finding.id) ?? imageRule(finding);
    rules.set(finding.id, rule);
    return {
      rule,
      level: levelOf(finding.severity),
      message: withoutLinks(plainText(messageOf(finding), 1_000)),
      uri,
      place: plainText(finding.purl ?? finding.package),
      fingerprint: print(finding.id, finding.type, finding.package, finding.path ?? ''),
    };
  });
  return [...unknown, ...found];
};

/** A result object (SARIF 2.1.0 §3.27) as GitHub code scanning reads it. */
export const alertResult = (alert: Alert, ruleIndex: number) => ({
  ruleId: alert.rule.id,
  ruleIndex,
  level: alert.level,
  message: { text: alert.message },
  locations: [
    {
      physicalLocation: {
        artifactLocation: { uri: alert.uri, uriBaseId: 'ROOTPATH' },
        region: { startLine: 1 },
      },
      logicalLocations: [{ fullyQualifiedName: alert.place, kind: 'package' }],
    },
  ],
  partialFingerprints: { primaryLocationLineHash: alert.fingerprint },
});
