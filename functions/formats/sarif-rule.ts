import type { Finding } from '../manifest/report.ts';
import { ruleHelp } from './rule-help.ts';
import { securitySeverity } from './severity.ts';

/** A reportingDescriptor (SARIF 2.1.0 §3.49) with the properties GitHub code scanning reads. */
export interface SarifRule {
  id: string;
  shortDescription: { text: string };
  fullDescription: { text: string };
  help: { text: string; markdown: string };
  helpUri?: string;
  defaultConfiguration: { level: 'error' | 'note' };
  properties: { tags: string[]; 'security-severity'?: string };
}

export const schemaRule: SarifRule = {
  id: 'SchemaViolation',
  shortDescription: { text: 'Manifest is not valid' },
  fullDescription: { text: 'The document does not match the schema of its kind, so no rule was evaluated.' },
  help: {
    text: 'Correct the named field, or the kind and apiVersion, and scan again: until then nothing is known about this document.',
    markdown:
      'Correct the named field, or the `kind` and `apiVersion`, and scan again: **until then nothing is known about this document.**',
  },
  helpUri: 'https://kubernetes.io/docs/reference/kubernetes-api/',
  defaultConfiguration: { level: 'error' },
  properties: { tags: ['kubernetes', 'schema'] },
};

/** The rule behind a finding, as scanners of code describe theirs. */
export const sarifRule = (finding: Finding): SarifRule => {
  const critical = finding.points < 0;
  const help = ruleHelp(finding.id);
  const example = help ? `\n\n\`\`\`yaml\n${help.example}\n\`\`\`` : '';
  const worth = critical ? `takes ${-finding.points} points` : `would give ${finding.points} points`;
  return {
    id: finding.id,
    shortDescription: { text: help?.title ?? finding.id },
    fullDescription: { text: finding.reason },
    help: {
      text: `${finding.reason}\n\nLooks at ${finding.selector}`,
      markdown: `${finding.reason}\n\nLooks at \`${finding.selector}\` and ${worth}.${example}`,
    },
    ...(help && { helpUri: help.uri }),
    defaultConfiguration: { level: critical ? 'error' : 'note' },
    properties: {
      tags: ['security', 'kubernetes', critical ? 'critical' : 'advise'],
      'security-severity': securitySeverity(finding.points),
    },
  };
};
