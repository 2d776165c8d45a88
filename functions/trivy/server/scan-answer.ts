import * as z from 'zod/mini';
import { DrydockError } from '../../errors.ts';
import type { ReadyServer } from './warm-server.ts';

const text = z.optional(z.string());
const texts = z.optional(z.nullable(z.array(z.string())));
const textsByName = <T extends z.ZodMiniType>(value: T) => z.optional(z.nullable(z.record(z.string(), value)));

const cvss = z.object({
  v2_vector: text,
  v3_vector: text,
  v40_vector: text,
  v2_score: z.optional(z.number()),
  v3_score: z.optional(z.number()),
  v40_score: z.optional(z.number()),
});

const vulnerability = z.object({
  vulnerability_id: z.string(),
  vendor_ids: texts,
  pkg_id: text,
  pkg_name: text,
  pkg_path: text,
  pkg_identifier: z.optional(z.nullable(z.object({ purl: text, uid: text, bom_ref: text }))),
  installed_version: text,
  fixed_version: text,
  status: z.optional(z.number()),
  layer: z.optional(z.nullable(z.object({ digest: text, diff_id: text }))),
  severity: text,
  severity_source: text,
  primary_url: text,
  data_source: z.optional(z.nullable(z.object({ id: text, base_id: text, name: text, url: text }))),
  title: text,
  description: text,
  cwe_ids: texts,
  vendor_severity: textsByName(z.string()),
  cvss: textsByName(cvss),
  references: texts,
  published_date: z.optional(z.nullable(z.string())),
  last_modified_date: z.optional(z.nullable(z.string())),
});

const answer = z.object({
  os: z.optional(
    z.nullable(
      z.object({ family: text, name: text, eosl: z.optional(z.boolean()), extended: z.optional(z.boolean()) }),
    ),
  ),
  results: z.array(
    z.object({
      target: text,
      class: text,
      type: text,
      packages: z.optional(z.nullable(z.array(z.unknown()))),
      vulnerabilities: z.optional(z.nullable(z.array(vulnerability))),
    }),
  ),
});

/** What `Scan` answers, as JSON of protobuf: empty values are there. */
export type ScanAnswer = z.infer<typeof answer>;
export type ScannedResult = ScanAnswer['results'][number];
export type ScannedVulnerability = z.infer<typeof vulnerability>;

// An unknown scanner would silently find nothing: these names are of Trivy's closed list.
const options = { pkg_types: ['os', 'library'], scanners: ['vuln'] };

/**
 * Matches documents (Trivy's analyses, bottom to top) with a server's database; undefined when Trivy cannot read one of them.
 * Rejects with a DrydockError or the reason of the signal.
 */
export async function scanDocuments(
  { client, documents }: Pick<ReadyServer, 'client' | 'documents'>,
  scan: { target: string; documents: readonly Uint8Array[]; signal?: AbortSignal | undefined },
): Promise<ScanAnswer | undefined> {
  const { ids, release } = documents.hold(scan.documents);
  try {
    const body = { target: scan.target, artifact_id: 'drydock', blob_ids: ids, options };
    const { status, body: said } = await client.call('scanner.v1.Scanner/Scan', body, scan.signal);
    if (status === 200) return readAnswer(said);
    const message = messageIn(said);
    if (message.includes('layer cache missing')) return undefined;
    throw new DrydockError('scanner_failed', `the scanner's server refused a scan (${status})`, {
      cause: new Error(message),
    });
  } finally {
    release();
  }
}

function readAnswer(said: unknown): ScanAnswer {
  const parsed = answer.safeParse(said);
  if (parsed.success) return parsed.data;
  const place = parsed.error.issues[0]?.path.join('.') || 'the top';
  const message = `the answer of the scanner's server has another shape than expected at ${place}`;
  throw new DrydockError('scanner_contract', message, { cause: parsed.error });
}

function messageIn(said: unknown): string {
  const { msg } = (said ?? {}) as { msg?: unknown };
  return typeof msg === 'string' ? msg.slice(0, 1_000) : '';
}
