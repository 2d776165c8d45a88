import type { Severity } from '../image/severity.ts';

/** What subscribers may ask for. */
export const newsKinds = ['new', 'fix_available', 'severity_changed', 'withdrawn'] as const;
export type NewsKind = (typeof newsKinds)[number];
export const eventKinds = [...newsKinds, 'overdue'] as const;
export type EventKind = (typeof eventKinds)[number];

/** A CloudEvents 1.0 event in its JSON form. */
export interface CloudEvent<Data = unknown> {
  specversion: '1.0';
  /** the same in every try: receivers can drop what they know */
  id: string;
  source: string;
  type: string;
  subject?: string;
  /** ISO 8601 */
  time: string;
  datacontenttype: 'application/json';
  data: Data;
}

/** Data of an event about one vulnerability. */
export interface VulnerabilityNews {
  id: string;
  kind: NewsKind;
  severity: Severity;
  previousSeverity?: Severity;
  title?: string;
  url?: string;
  /** an update removes it in at least one of the images */
  fixable: boolean;
  /** the first of them; `imageCount` tells how many there are */
  images: AffectedImage[];
  imageCount: number;
  /** generation of the vulnerability database that brought it */
  database: string;
}

export interface AffectedImage {
  /** as it was asked for, in full */
  image: string;
  digest: string;
  platform: string;
  packages: AffectedPackage[];
}

export interface AffectedPackage {
  name: string;
  installed: string;
  fixed?: string;
}

/** CloudEvents' `type` of each kind. */
export const eventTypes: Readonly<Record<EventKind | 'digest' | 'test', string>> = {
  new: 'dev.drydock.vulnerability.new.v1',
  fix_available: 'dev.drydock.vulnerability.fix-available.v1',
  severity_changed: 'dev.drydock.vulnerability.severity-changed.v1',
  withdrawn: 'dev.drydock.vulnerability.withdrawn.v1',
  overdue: 'dev.drydock.rescans.overdue.v1',
  digest: 'dev.drydock.digest.v1',
  test: 'dev.drydock.subscription.test.v1',
};

/** `time` is milliseconds since 1970. */
export function cloudEvent<Data>(
  kind: keyof typeof eventTypes,
  id: string,
  time: number,
  data: Data,
  subject?: string,
): CloudEvent<Data> {
  return {
    ...{ specversion: '1.0', id, source: 'urn:drydock', type: eventTypes[kind] },
    ...(subject !== undefined && { subject }),
    ...{ time: new Date(time).toISOString(), datacontenttype: 'application/json', data },
  };
}
