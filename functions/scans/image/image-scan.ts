import type { ErrorCode } from '../../errors.ts';
import type { ReportSummary } from '../../image/summarize-report.ts';
import type { ImageAnalysis } from './image-analysis.ts';

export type ScanPhase = 'preparing' | 'pulling' | 'analysing' | 'matching';

/** Bytes; `total` is 0 until it is known. */
export interface ScanProgress {
  done: number;
  total: number;
}

export interface ScanFailure {
  code: ErrorCode;
  message: string;
  /** whether asking again may help */
  retryable: boolean;
}

export interface StoredReport {
  /** name of the object, used by no other run */
  key: string;
  /** `sha256:` of the report's JSON */
  digest: string;
  /** of the JSON */
  bytes: number;
}

export interface ScanResult extends ReportSummary {
  report: StoredReport;
  /** absent when the analyses were not kept */
  analysis?: ImageAnalysis;
}

/** A scan of an image: one row, moved from state to state by job.ts, written only while its `fence` is as it was read. */
export interface ImageScan {
  tenant: string;
  /** `i` and 32 hex digits: see image-scan-id.ts */
  id: string;
  /** 1, and one more each time a finished scan is made again */
  generation: number;
  /** fencing number: raised by every write */
  fence: number;
  /** whole reference, as first asked for; a label once the digest is known */
  image: string;
  /** registry and repository, without tag and digest */
  repository: string;
  platform: string;
  /** what is looked for, canonical: `vuln`, `secret,vuln` … */
  scanners: string;
  /** of the manifest of the platform; absent until the reference is resolved */
  digest?: string;
  /** of the index that the reference named */
  indexDigest?: string;
  /** generation of the database when it was submitted */
  database: string;
  /** registry credentials came with the request; they are in the queue's message only */
  needsCredentials: boolean;
  /** the run of rescans that it belongs to; absent when somebody asked for it */
  run?: string;
  /** the watch that followed a tag to it */
  watch?: string;
  /** layers are analysed again, whatever is kept of them */
  afresh?: boolean;
  status: 'queued' | 'running' | 'done' | 'failed';
  phase?: ScanPhase;
  progress?: ScanProgress;
  /** how often a worker took it */
  attempts: number;
  /** names the run that holds the lease */
  holder?: string;
  /** when to look again: a queued scan's doorbell is rung again, a running one's lease ends, a done one is entered in the image's history; absent when nothing is left to do */
  due?: number;
  /** a queued scan is not taken before */
  notBefore: number;
  /** unfinished after it, the scan fails */
  deadline: number;
  submitted: number;
  started?: number;
  finished?: number;
  /** seconds since 1970, when the row may vanish; all other times are milliseconds */
  expires: number;
  /** why it failed, or why the attempt before did */
  error?: ScanFailure;
  result?: ScanResult;
}

export const isFinal = ({ status }: Pick<ImageScan, 'status'>): boolean => status === 'done' || status === 'failed';
