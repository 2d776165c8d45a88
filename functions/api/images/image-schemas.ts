import * as z from 'zod/mini';
import { severities } from '../../image/severity.ts';

const time = z.iso.datetime();
const digest = z.string().check(z.regex(/^sha256:[0-9a-f]{64}$/));
const wholeNumber = z.int().check(z.gte(0));
const count = z.strictObject({ total: wholeNumber, fixable: wholeNumber });
const verdict = z.enum(['pass', 'warn', 'fail', 'unknown']);
const reason = z.strictObject({ code: z.string(), message: z.string() });
const reasons = z.array(reason);
const nextCursor = z.exactOptional(z.string());

/** The body of `POST /scan/image`. */
export const imageScanRequest = z.strictObject({
  image: z.string(),
  platform: z.exactOptional(z.string()),
  credentials: z.exactOptional(
    z.strictObject({
      username: z.exactOptional(z.string()),
      password: z.exactOptional(z.string()),
      token: z.exactOptional(z.string()),
    }),
  ),
  fresh: z.exactOptional(z.boolean()),
  scanners: z.exactOptional(z.array(z.enum(['vuln', 'secret', 'misconfig', 'license']))),
});

/** When and with which database the same was found: by a run, or without a match since that database does not touch the image. */
const checked = z.strictObject({
  ...{ at: time, database: z.string() },
  run: z.exactOptional(z.string()),
  untouched: z.exactOptional(z.literal(true)),
});

/** Numbers of findings. */
export const counts = z.strictObject({ ...count.shape, bySeverity: z.record(z.enum(severities), count) });

const coverage = z.strictObject({
  os: z.exactOptional(z.strictObject({ family: z.string(), name: z.string(), endOfLife: z.boolean() })),
  packages: z.strictObject({ os: wholeNumber, library: wholeNumber }),
  scanner: z.strictObject({ name: z.literal('trivy'), version: z.string() }),
  database: z.strictObject({
    generation: z.string(),
    updatedAt: z.string(),
    stale: z.boolean(),
    label: z.exactOptional(z.string()),
  }),
  notices: z.array(z.string()),
});

/** One vulnerability in one package. */
export const finding = z.strictObject({
  id: z.string(),
  package: z.string(),
  purl: z.exactOptional(z.string()),
  path: z.exactOptional(z.string()),
  installed: z.string(),
  fixed: z.exactOptional(z.string()),
  status: z.string(),
  severity: z.enum(severities),
  severitySource: z.exactOptional(z.string()),
  title: z.exactOptional(z.string()),
  class: z.enum(['os', 'library']),
  type: z.string(),
  target: z.string(),
  url: z.exactOptional(z.string()),
  layer: z.exactOptional(z.string()),
});

/** A scan of an image; `verdict` to `findings` only of one that is done, `findings` not in listings. */
export const imageScanDocument = z.strictObject({
  id: z.string(),
  kind: z.literal('image'),
  status: z.enum(['queued', 'running', 'done', 'failed']),
  phase: z.exactOptional(z.enum(['preparing', 'pulling', 'analysing', 'matching'])),
  progress: z.exactOptional(z.strictObject({ done: wholeNumber, total: wholeNumber })),
  error: z.exactOptional(
    z.strictObject({ code: z.string(), message: z.string(), retryable: z.boolean(), status: wholeNumber }),
  ),
  image: z.string(),
  digest: z.exactOptional(digest),
  indexDigest: z.exactOptional(digest),
  platform: z.string(),
  rescan: z.exactOptional(z.string()),
  watch: z.exactOptional(z.string()),
  submitted: time,
  started: z.exactOptional(time),
  finished: z.exactOptional(time),
  expires: time,
  verdict: z.exactOptional(verdict),
  reasons: z.exactOptional(reasons),
  coverage: z.exactOptional(coverage),
  counts: z.exactOptional(counts),
  checked: z.exactOptional(checked),
  findings: z.exactOptional(z.strictObject({ items: z.array(finding), nextCursor })),
});

export const imageScanList = z.strictObject({ items: z.array(imageScanDocument), nextCursor });

/** One result in the history of an image. */
export const imageResult = z.strictObject({
  scan: z.string(),
  platform: z.string(),
  scanned: time,
  verdict,
  reasons,
  counts,
  database: z.string(),
  scannerVersion: z.string(),
});

/** An image with its newest result. */
export const imageDocument = z.strictObject({
  ...{ image: z.string(), digest, ...imageResult.shape },
  checked: z.exactOptional(checked),
});

export const imageList = z.strictObject({ items: z.array(imageDocument), nextCursor });

/** One image, an item for each platform, with the results of its scans, newest first. */
export const imageHistoryDocument = z.strictObject({
  digest,
  images: z.array(imageDocument),
  history: z.strictObject({ items: z.array(imageResult), nextCursor }),
});
