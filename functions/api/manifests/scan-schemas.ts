import * as z from 'zod/mini';

const time = z.iso.datetime();
const wholeNumber = z.int().check(z.gte(0));

const rule = z.strictObject({
  id: z.string(),
  selector: z.string(),
  reason: z.string(),
  points: z.exactOptional(z.int()),
  href: z.exactOptional(z.string()),
});
const rules = z.exactOptional(z.array(rule));

/** kubesec's report of one document. */
const report = z.strictObject({
  object: z.string(),
  valid: z.boolean(),
  fileName: z.exactOptional(z.string()),
  message: z.string(),
  score: z.int(),
  scoring: z.exactOptional(z.strictObject({ critical: rules, passed: rules, advise: rules })),
});

/** The answer of a scan of manifests. */
export const manifestReports = z.array(report);

const scannedObject = z.strictObject({
  object: z.string(),
  valid: z.boolean(),
  score: z.int(),
  critical: wholeNumber,
  passed: wholeNumber,
  advise: wholeNumber,
});

/** The stored result of a scan of manifests. */
export const manifestScanDocument = z.strictObject({
  id: z.string(),
  kind: z.literal('manifest'),
  documents: wholeNumber,
  invalid: wholeNumber,
  lowestScore: z.int(),
  objects: z.array(scannedObject),
  count: wholeNumber,
  firstSeen: time,
  lastSeen: time,
  expires: time,
  engine: z.string(),
  kubernetesVersion: z.string(),
  options: z.string(),
});

export const manifestScanList = z.strictObject({
  items: z.array(manifestScanDocument),
  nextCursor: z.exactOptional(z.string()),
});
