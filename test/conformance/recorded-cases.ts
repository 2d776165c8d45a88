import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** A recorded request to kubesec and its answer; see the README beside the files. */
export interface RecordedCase {
  id: string;
  about?: string;
  method: string;
  path: string;
  body?: string;
  bodyBase64?: string;
  status: number;
  contentType?: string;
  location?: string;
  expect?: unknown;
  raw?: boolean;
}

interface Answer {
  status: number;
  contentType: string;
  location?: string;
  text: string;
}

/** The comparing side of the recorded cases. */
interface Compare {
  sameAnswer(expected: RecordedCase, actual: Answer): string | null;
}

const folder = new URL(
  `${pathToFileURL(process.env.DRYDOCK_CONFORMANCE ?? fileURLToPath(new URL('../../../shared/conformance', import.meta.url))).href}/`,
);

export const hasRecordedCases: boolean = existsSync(new URL('kubesec/', folder));

/** The names of the files with cases; empty without the folder. */
export const recordedFiles = (): string[] =>
  hasRecordedCases ? readdirSync(new URL('kubesec/', folder)).filter((name) => name.endsWith('.ndjson')) : [];

export const readCases = (file: string): RecordedCase[] =>
  readFileSync(new URL(`kubesec/${file}`, folder), 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line));

export const bodyOf = ({ body = '', bodyBase64 }: RecordedCase): Uint8Array =>
  bodyBase64 === undefined ? Buffer.from(body) : Buffer.from(bodyBase64, 'base64');

export const loadCompare = async (): Promise<Compare> => import(new URL('compare.mjs', folder).href);
