import { createHash } from 'node:crypto';
import type { StoredReport } from './image-scan.ts';
import type { ReportStore } from './ports.ts';

/** The JSON that was stored; undefined when it is gone or damaged. */
export async function readStoredJson(
  reports: Pick<ReportStore, 'read'>,
  stored: StoredReport,
): Promise<string | undefined> {
  const json = await reports.read(stored.key);
  return json !== undefined && digestOf(json) === stored.digest ? Buffer.from(json).toString() : undefined;
}

/** Keeps JSON under a name; what is said about it then proves that it is whole. */
export async function storeJson(reports: Pick<ReportStore, 'put'>, key: string, value: unknown): Promise<StoredReport> {
  const json = Buffer.from(JSON.stringify(value));
  await reports.put(key, json);
  return { key, digest: digestOf(json), bytes: json.byteLength };
}

const digestOf = (json: Uint8Array): string => `sha256:${createHash('sha256').update(json).digest('hex')}`;
