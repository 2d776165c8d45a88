import * as z from 'zod/mini';

const time = z.iso.datetime();
const wholeNumber = z.int().check(z.gte(0));
const target = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('all') }),
  z.strictObject({ kind: z.literal('repository'), pattern: z.string() }),
  z.strictObject({ kind: z.literal('cve'), cve: z.string() }),
]);
const trigger = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('database'), generation: z.string() }),
  z.strictObject({ kind: z.literal('schedule'), name: z.string(), period: wholeNumber }),
  z.strictObject({ kind: z.literal('request'), subject: z.string() }),
]);

/** The body of `POST /rescans`: all watched images, those of repositories, or those that have a CVE. */
export const runRequest = z.strictObject({
  all: z.exactOptional(z.literal(true, { error: 'expected true' })),
  repository: z.exactOptional(z.string({ error: 'expected a pattern' })),
  cve: z.exactOptional(
    z.string({ error: 'expected an id' }).check(z.regex(/^[\w.:-]{1,100}$/, { error: 'expected an id' })),
  ),
});

/** A run of rescans: `done` of `total` images so far, those that changed, failed or were left alone among them. */
export const runDocument = z.strictObject({
  id: z.string(),
  status: z.enum(['planned', 'running', 'done']),
  trigger,
  target,
  database: z.string(),
  total: wholeNumber,
  done: wholeNumber,
  changed: wholeNumber,
  left: wholeNumber,
  failed: wholeNumber,
  untouched: wholeNumber,
  created: time,
  finished: z.exactOptional(time),
});

export const runList = z.strictObject({ items: z.array(runDocument), nextCursor: z.exactOptional(z.string()) });
