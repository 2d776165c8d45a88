import type { EngineAnswer } from './table-engine.ts';

/** What the worker is started with. */
export interface TableWorkerData {
  /** holds the table's files and the journal */
  directory: string;
  table: string;
  /** bytes of rows the worker may remember */
  cacheBytes: number;
}

/** Asked of the worker; each call is answered once. */
export type TableCall =
  /** a request of DynamoDB, its body as JSON */
  | { kind: 'ask'; operation: string; body: string }
  /** sightings, lines of scan-line.ts; answered when they are in the journal */
  | { kind: 'write'; lines: string }
  /** answered when everything written before can be read from the table */
  | { kind: 'settle' }
  | { kind: 'remove'; tenant: string; id: string }
  | { kind: 'close' };

export interface TableAnswer {
  call: number;
  /** of `ask` */
  answer?: EngineAnswer;
  /** of `remove`: whether there was one */
  removed?: boolean;
  error?: string;
}

/** What the worker says unasked: that it serves, and how many rows wait to be written to the table. */
export type TableNews = 'ready' | { backlog: number };
