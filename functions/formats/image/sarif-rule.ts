import type { ImageFinding } from '../../image/finding.ts';
import type { Severity } from '../../image/severity.ts';
import { prose } from '../markdown-text.ts';
import { plainText } from '../plain-text.ts';

/** A reportingDescriptor (SARIF 2.1.0 §3.49) with the properties GitHub code scanning reads. */
export interface ImageRule {
  id: string;
  shortDescription: { text: string };
  fullDescription: { text: string };
  help: { text: string; markdown: string };
  helpUri?: string;
  defaultConfiguration: { level: SarifLevel };
  properties: { tags: string[]; 'security-severity'?: string };
}

export type SarifLevel = 'error' | 'warning' | 'note';

/** GitHub: from 9.0 critical, 7.0 high, 4.0 medium, else low; nothing is said of an unknown one. */
const scores: Readonly<Record<Severity, string | undefined>> = {
  CRITICAL: '9.5',
  HIGH: '8.0',
  MEDIUM: '5.5',
  LOW: '2.0',
  UNKNOWN: undefined,
};

export const levelOf = (severity: Severity): SarifLevel =>
  severity === 'CRITICAL' || severity === 'HIGH' ? 'error' : severity === 'MEDIUM' ? 'warning' : 'note';

/** Why nothing can be said about an image: an alert of its own, so that no finding does not look like none there. */
export const incompleteScan: ImageRule = {
  id: 'IncompleteScan',
  shortDescription: { text: 'Image is not known to be clean' },
  fullDescription: { text: 'The scan could not look at all of the image, or had nothing to compare it with.' },
  help: {
    text: 'The message says what is missing. Until it is there, the absence of findings means nothing.',
    markdown: 'The message says what is missing. Until it is there, **the absence of findings means nothing.**',
  },
  defaultConfiguration: { level: 'warning' },
  properties: { tags: ['security', 'coverage'] },
};

/** An address that can stand in a report as a link: https, of plain characters. */
export const linkOf = (url: string | undefined): string | undefined =>
  url !== undefined && /^https:\/\/[A-Za-z0-9.-]+\/[A-Za-z0-9._~/%=?&#:+-]*$/.test(url) && url.length <= 500
    ? url
    : undefined;

/** The rule of a vulnerability; the first, most severe finding of it decides its severity. */
export const imageRule = ({ id, package: name, title, severity, url }: ImageFinding): ImageRule => {
  const text = plainText(title ?? `${id} in ${name}`, 300);
  const helpUri = linkOf(url);
  const score = scores[severity];
  return {
    id: plainText(id, 200),
    shortDescription: { text },
    fullDescription: { text },
    help: {
      text: `${text}${helpUri === undefined ? '' : `\n\n${helpUri}`}`,
      markdown: `${prose(text)}${helpUri === undefined ? '' : `\n\n<${helpUri}>`}`,
    },
    ...(helpUri !== undefined && { helpUri }),
    defaultConfiguration: { level: levelOf(severity) },
    properties: {
      tags: ['security', 'vulnerability', severity],
      ...(score !== undefined && { 'security-severity': score }),
    },
  };
};
