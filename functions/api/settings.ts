import * as z from 'zod/mini';
import { DrydockError } from '../errors.ts';
import { defaultLimits, type Limits } from '../manifest/limits.ts';

/** What both hosts can be told by environment variables; docs/configuration.md describes each. */
export interface Settings {
  kubernetesVersion?: string;
  /** prefix of schema addresses in messages */
  schemaLocation?: string;
  /** the only kinds that have a schema; all when absent */
  kinds?: string[];
  limits: Limits;
  retentionDays: number;
}

export type Environment = Readonly<Record<string, string | undefined>>;

const wholeNumber = (least: number, most: number) =>
  z.pipe(
    z.pipe(z.string().check(z.regex(/^\d{1,12}$/)), z.transform(Number)),
    z.number().check(z.gte(least), z.lte(most)),
  );

const variables = z.object({
  DRYDOCK_KUBERNETES_VERSION: z.optional(z.string().check(z.regex(/^(?:master|\d+\.\d+\.\d+)$/))),
  DRYDOCK_SCHEMA_LOCATION: z.optional(z.string()),
  DRYDOCK_KINDS: z.optional(z.string().check(z.regex(/^[A-Za-z]+(?:,[A-Za-z]+)*$/))),
  DRYDOCK_MAX_BODY_BYTES: z.optional(wholeNumber(1, 1_000_000_000)),
  DRYDOCK_MAX_DOCUMENTS: z.optional(wholeNumber(1, 1_000_000)),
  DRYDOCK_MAX_ANSWER_BYTES: z.optional(wholeNumber(1_000, 500_000_000)),
  DRYDOCK_RETENTION_DAYS: z.optional(wholeNumber(1, 3_653)),
});

const expected: Readonly<Record<string, string>> = {
  DRYDOCK_KUBERNETES_VERSION: 'master or a version such as 1.36.0',
  DRYDOCK_KINDS: 'kinds separated by commas, such as Pod,Deployment',
  DRYDOCK_MAX_BODY_BYTES: 'bytes, 1 to 1000000000',
  DRYDOCK_MAX_DOCUMENTS: 'a whole number, 1 to 1000000',
  DRYDOCK_MAX_ANSWER_BYTES: 'bytes, 1000 to 500000000',
  DRYDOCK_RETENTION_DAYS: 'days, 1 to 3653',
};

/** Throws DrydockError `bad_configuration` that names the variable, what it holds and what it may hold. */
export function readSettings(environment: Environment): Settings {
  const read = readVariables(variables, environment, expected);
  return {
    ...(read.DRYDOCK_KUBERNETES_VERSION !== undefined && { kubernetesVersion: read.DRYDOCK_KUBERNETES_VERSION }),
    ...(read.DRYDOCK_SCHEMA_LOCATION !== undefined && { schemaLocation: read.DRYDOCK_SCHEMA_LOCATION }),
    ...(read.DRYDOCK_KINDS !== undefined && { kinds: read.DRYDOCK_KINDS.split(',') }),
    limits: {
      bodyBytes: read.DRYDOCK_MAX_BODY_BYTES ?? defaultLimits.bodyBytes,
      documents: read.DRYDOCK_MAX_DOCUMENTS ?? defaultLimits.documents,
      answerBytes: read.DRYDOCK_MAX_ANSWER_BYTES ?? defaultLimits.answerBytes,
    },
    retentionDays: read.DRYDOCK_RETENTION_DAYS ?? 90,
  };
}

/** Reads variables of one shape; an empty variable counts as none. Throws as readSettings does. */
export function readVariables<Shape extends z.ZodMiniObject>(
  shape: Shape,
  environment: Environment,
  mayBe: Readonly<Record<string, string>>,
): z.output<Shape> {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const read = z.safeParse(shape, given);
  if (read.success) return read.data;
  const name = String(read.error.issues[0]?.path[0]);
  // What a secret holds is not for logs.
  const value = name.endsWith('_KEY') || name.endsWith('_SECRET') ? '' : `=${String(given[name] ?? '')}`;
  const wanted = mayBe[name] ?? 'another value';
  const text = given[name] === undefined ? `${name} is missing: ${wanted}` : `${name}${value}: expected ${wanted}`;
  throw new DrydockError('bad_configuration', text);
}
