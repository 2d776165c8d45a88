import type { Severity } from '../image/severity.ts';
import type { DigestTimes } from './digest-times.ts';
import type { EventKind } from './event.ts';

/** Where messages go. URLs are kept sealed: those of Slack are secrets. */
export type Target =
  | { type: 'webhook'; url: string }
  | { type: 'slack'; url: string }
  | { type: 'eventbridge'; bus: string }
  | { type: 'sns'; topic: string };

/** What is told; whatever is absent excludes nothing. */
export interface NewsFilter {
  severities?: readonly Severity[];
  /** only what an update removes */
  fixable?: boolean;
  /** see functions/image/repository-pattern.ts */
  repositories?: readonly string[];
  events?: readonly EventKind[];
}

export type SubscriptionState = 'active' | 'paused' | 'disabled';

export interface Subscription {
  tenant: string;
  /** 1-63 of a-z, 0-9 and inner dashes */
  name: string;
  target: Target['type'];
  /** Target and signing secrets: see sealed-target.ts */
  sealed: string;
  /** the target as people may see it: the host of a URL, a name */
  shown: string;
  filter: NewsFilter;
  /** absent: each thing at once */
  digest?: DigestTimes;
  state: SubscriptionState;
  /** why it is disabled */
  reason?: string;
  /** the first failure since the last success; milliseconds since 1970, as all times here */
  failingSince?: number;
  /** when the next digest is made, or the last one of what was collected before there were none */
  due?: number;
  created: number;
  updated: number;
  /** counts the writes of this row */
  fence: number;
}
