import * as z from 'zod/mini';
import { DrydockError } from '../errors.ts';

const text = z.optional(z.string());

const vulnerability = z.looseObject({
  VulnerabilityID: z.string(),
  PkgName: text,
  PkgPath: text,
  PkgIdentifier: z.optional(z.looseObject({ PURL: text })),
  InstalledVersion: text,
  FixedVersion: text,
  Status: text,
  Severity: text,
  SeveritySource: text,
  Title: text,
  PrimaryURL: text,
  Layer: z.optional(z.looseObject({ DiffID: text })),
});

const result = z.looseObject({
  Target: text,
  Class: text,
  Type: text,
  Packages: z.optional(z.nullable(z.array(z.looseObject({ Name: text })))),
  Vulnerabilities: z.optional(z.nullable(z.array(vulnerability))),
});

const report = z.looseObject({
  SchemaVersion: z.literal(2),
  ArtifactName: text,
  ArtifactType: z.literal('container_image'),
  Metadata: z.optional(
    z.looseObject({
      OS: z.optional(z.looseObject({ Family: text, Name: text, EOSL: z.optional(z.boolean()) })),
      DiffIDs: z.optional(z.nullable(z.array(z.string()))),
      RepoTags: z.optional(z.nullable(z.array(z.string()))),
      RepoDigests: z.optional(z.nullable(z.array(z.string()))),
      Reference: text,
      ImageConfig: z.optional(z.looseObject({ architecture: text, os: text })),
    }),
  ),
  Results: z.optional(z.nullable(z.array(result))),
});

/** Trivy's JSON (SchemaVersion 2): what drydock reads of it is checked, everything else is kept as it came. Trivy leaves out what is empty. */
export type TrivyReport = z.infer<typeof report>;
export type TrivyResult = z.infer<typeof result>;
export type TrivyVulnerability = z.infer<typeof vulnerability>;

/** Whether a result is a list of packages, not what another scanner found. */
export const isOfPackages = ({ Class }: TrivyResult): boolean => Class === 'os-pkgs' || Class === 'lang-pkgs';

/** Throws DrydockError `scanner_contract` for text that is cut off, of another schema version, or of another shape. */
export function parseTrivyReport(json: string): TrivyReport {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (cause) {
    throw new DrydockError('scanner_contract', "the scanner's report is not whole", { cause });
  }
  const parsed = report.safeParse(value);
  // As it came, its keys in Trivy's order: nothing of it was changed by being checked.
  if (parsed.success) return value as TrivyReport;
  const [issue] = parsed.error.issues;
  const place = issue?.path.join('.') || 'the top';
  throw new DrydockError('scanner_contract', `the scanner's report has another shape than expected at ${place}`, {
    cause: parsed.error,
  });
}
