import * as z from 'zod/mini';
import { severities } from '../../image/severity.ts';
import { counts, finding, imageResult } from '../images/image-schemas.ts';

const time = z.iso.datetime();
const digest = z.string().check(z.regex(/^sha256:[0-9a-f]{64}$/));
const wholeNumber = z.int().check(z.gte(0));
const nextCursor = z.exactOptional(z.string());
const severity = z.enum(severities);

/** A diff in numbers; `fixChanged` is absent where it was not counted yet. */
const summary = z.strictObject({
  ...{ added: counts, fixed: counts, withdrawn: counts },
  ...{ raised: wholeNumber, lowered: wholeNumber, newlyFixable: wholeNumber, fixChanged: z.exactOptional(wholeNumber) },
  ...{ updated: wholeNumber, unchanged: wholeNumber },
});

/** A result with what it changed; `change` is absent for the first one. */
const changedResult = z.strictObject({
  ...imageResult.shape,
  change: z.exactOptional(
    z.strictObject({ previous: z.strictObject({ scan: z.string(), scanned: time, database: z.string() }), summary }),
  ),
});

export const changeList = z.strictObject({ items: z.array(changedResult), nextCursor });

const side = z.strictObject({ ...imageResult.shape, image: z.exactOptional(z.string()), digest });

/** What is different between two results; `summary` counts all of it, the lists hold the first ones. */
export const diffDocument = z.strictObject({
  from: side,
  to: side,
  summary,
  added: z.array(finding),
  fixed: z.array(finding),
  withdrawn: z.array(finding),
  severityChanged: z.array(z.strictObject({ before: severity, after: severity, finding })),
  newlyFixable: z.array(finding),
  fixChanged: z.array(z.strictObject({ before: z.string(), after: z.exactOptional(z.string()), finding })),
  updated: z.array(z.strictObject({ changed: z.array(z.string()), before: z.partial(finding), finding })),
});

const affectedImage = z.strictObject({
  image: z.string(),
  repository: z.string(),
  digest,
  platform: z.string(),
  severity,
  packages: z.array(
    z.strictObject({
      name: z.string(),
      installed: z.string(),
      fixed: z.exactOptional(z.string()),
      path: z.exactOptional(z.string()),
    }),
  ),
  packageCount: wholeNumber,
  firstSeen: time,
  fixSeen: z.exactOptional(time),
});

const cve = { id: z.string(), severity, title: z.exactOptional(z.string()), url: z.exactOptional(z.string()) };

/** A vulnerability and the images that have it. */
export const cveDocument = z.strictObject({
  ...cve,
  firstSeen: time,
  images: z.strictObject({ items: z.array(affectedImage), nextCursor }),
});

/** `images` is 100 for that many and more. */
export const cveList = z.strictObject({
  items: z.array(z.strictObject({ ...cve, firstSeen: time, images: wholeNumber })),
  nextCursor,
});

const hour = 3_600;
const longest = 90 * 24 * hour;
const interval = z.int({ error: `expected whole seconds from ${hour} to ${longest}` });

/** The body of `POST /watches`: one of image, digest and repository; `every` in seconds, from one look at a tag to the next. */
export const watchRequest = z.strictObject({
  image: z.exactOptional(z.string()),
  digest: z.exactOptional(z.string()),
  repository: z.exactOptional(z.string()),
  platform: z.exactOptional(z.string()),
  mode: z.exactOptional(z.enum(['use', 'pin', 'stop'])),
  every: z.exactOptional(interval.check(z.gte(hour), z.lte(longest))),
});

export const watchDocument = z.strictObject({
  id: z.string(),
  kind: z.enum(['image', 'digest', 'repository']),
  target: z.string(),
  platform: z.exactOptional(z.string()),
  mode: z.enum(['use', 'pin', 'stop']),
  state: z.enum(['watched', 'expired', 'stopped']),
  every: z.exactOptional(wholeNumber),
  digest: z.exactOptional(digest),
  used: time,
  until: z.exactOptional(time),
  nextLook: z.exactOptional(time),
  created: time,
  createdBy: z.string(),
});

export const watchList = z.strictObject({ items: z.array(watchDocument), nextCursor });
