import { readFileSync } from 'node:fs';
import { type BuiltImage, type ImageConfig, sha256 } from '../../sample/images/build-image.ts';
import type { BuiltIndex } from '../../sample/images/build-index.ts';

/** A finding as `trivy image` reports it: id, package, installed, fixed, severity, status, purl, path; null for what it leaves out. */
export type ExpectedFinding = (string | null)[];

export interface ExpectedImage {
  /** see contentOf */
  content: string;
  /** family, name, and whether it gets no more updates */
  os?: { Family: string; Name: string; EOSL?: boolean };
  /** name and version, sorted */
  packages: string[];
  findings: ExpectedFinding[];
}

export const expectedFile = new URL('expected-findings.json', import.meta.url);

/** By name in the corpus, as record-findings.ts wrote it down. */
export function readExpected(): Record<string, ExpectedImage> {
  return JSON.parse(readFileSync(expectedFile, 'utf8')) as Record<string, ExpectedImage>;
}

/** Digest of the unpacked layers: packed, they differ between builds of zlib. */
export function contentOf(image: BuiltImage | BuiltIndex): string {
  const images = 'index' in image ? image.images : [image];
  const configs = images.map(({ config }) => JSON.parse(Buffer.from(config.bytes).toString()) as ImageConfig);
  return sha256(Buffer.from(JSON.stringify(configs.map(({ rootfs }) => rootfs.diff_ids))));
}

interface Report {
  Metadata?: { OS?: { Family: string; Name: string; EOSL?: boolean } };
  Results?: {
    Packages?: { Name: string; Version: string }[];
    Vulnerabilities?: Record<string, unknown>[];
  }[];
}

/** What is compared of a report of Trivy, read without any code of drydock. */
export function expectedOf(json: string, content: string): ExpectedImage {
  const { Metadata, Results = [] } = JSON.parse(json) as Report;
  const packages = Results.flatMap((result) => result.Packages ?? []);
  const found = Results.flatMap((result) => result.Vulnerabilities ?? []);
  return {
    content,
    ...(Metadata?.OS && { os: Metadata.OS }),
    packages: packages.map(({ Name, Version }) => `${Name} ${Version}`).sort(),
    findings: found.map(tuple).sort((one, other) => (String(one) < String(other) ? -1 : 1)),
  };
}

function tuple(found: Record<string, unknown>): ExpectedFinding {
  const purl = (found.PkgIdentifier as { PURL?: string } | undefined)?.PURL;
  const names = ['VulnerabilityID', 'PkgName', 'InstalledVersion', 'FixedVersion', 'Severity', 'Status'];
  return [...names.map((name) => found[name] ?? null), purl ?? null, found.PkgPath ?? null] as ExpectedFinding;
}
