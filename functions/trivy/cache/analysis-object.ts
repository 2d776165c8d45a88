import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';

const pack = promisify(gzip);
const unpack = promisify(gunzip);

/** What stands in the first line of an object; the analysis follows it. */
export interface AnalysisHeader {
  /** of Trivy */
  version: string;
  /** milliseconds since 1970 */
  written: number;
}

export interface AnalysisObject extends AnalysisHeader {
  value: Buffer;
}

const format = 1;
// As much as Trivy's cache ever got from us.
const mostBytes = 512 * 1024 * 1024;

/** An analysis as it is kept under `name`: gzip of a line of JSON and the analysis, with a sha256 over both and the name. */
export async function packAnalysis(name: string, { version, written, value }: AnalysisObject): Promise<Buffer> {
  const header = { format, version, written, sha256: checksum(name, version, value) };
  return pack(Buffer.concat([Buffer.from(`${JSON.stringify(header)}\n`), value]), { level: 4 });
}

/** Undefined for what is damaged, of another format, or was kept under another name. */
export async function unpackAnalysis(name: string, bytes: Uint8Array): Promise<AnalysisObject | undefined> {
  try {
    const whole = await unpack(bytes, { maxOutputLength: mostBytes });
    const end = whole.indexOf('\n');
    const header = JSON.parse(whole.toString('utf8', 0, end)) as Record<string, unknown>;
    const { version, written, sha256 } = header;
    const value = whole.subarray(end + 1);
    const isOurs = header.format === format && typeof version === 'string' && typeof written === 'number';
    return isOurs && sha256 === checksum(name, version, value) ? { version, written, value } : undefined;
  } catch {
    return undefined;
  }
}

function checksum(name: string, version: string, value: Uint8Array): string {
  return createHash('sha256').update(`${name}\n${version}\n`).update(value).digest('hex');
}
