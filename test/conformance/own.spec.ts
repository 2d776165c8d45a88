import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { DrydockError } from '../../functions/errors.ts';
import type { Finding, Report } from '../../functions/manifest/report.ts';
import { manifestEngine } from '../../functions/manifest/scan.ts';
import { openSchemas } from '../../functions/manifest/schema/schemas.ts';
import { schemaFiles } from '../../functions/storage/schema-files.ts';

/** A report in short: rule ids in their order, `score` when it is not 0, `valid` when it is false. */
interface ShortReport {
  object: string;
  message: string;
  valid?: false;
  score?: number;
  critical?: string;
  passed?: string;
  advise?: string;
}

/** A body, and what kubesec answered. Schema URLs begin with `<schemas>`. */
interface OwnCase {
  about: string;
  body?: string;
  base64?: string;
  rules?: string[];
  reports?: ShortReport[];
  refusal?: string;
}

const cases: OwnCase[] = readFileSync(new URL('./fixtures/own-cases.ndjson', import.meta.url), 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => JSON.parse(line));

const schemas = openSchemas(schemaFiles(), { kubernetesVersion: '1.36.0' });
const engine = manifestEngine({ schemas });
const schemaUrl = 'https://raw.githubusercontent.com/yannh/kubernetes-json-schema/master/v1.36.0-standalone-strict/';

const idsOf = (findings: readonly Finding[]): string => findings.map(({ id }) => id).join(' ');

const shorten = ({ object, message, valid, score, scoring }: Report): ShortReport => {
  const short: ShortReport = { object, message: message.replaceAll(schemaUrl, '<schemas>/') };
  if (!valid) short.valid = false;
  if (score !== 0) short.score = score;
  for (const list of ['critical', 'passed', 'advise'] as const) {
    const findings = scoring[list];
    if (findings !== undefined) short[list] = idsOf(findings);
  }
  return short;
};

const answer = ({ body = '', base64, rules = [] }: OwnCase): Pick<OwnCase, 'reports' | 'refusal'> => {
  const bytes = base64 === undefined ? Buffer.from(body) : Buffer.from(base64, 'base64');
  try {
    return { reports: engine.scan(bytes, { fileName: 'API', rules }).documents.map(({ report }) => shorten(report)) };
  } catch (error) {
    if (error instanceof DrydockError) return { refusal: `${error.message}\n` };
    throw error;
  }
};

describe('kubesec answers', () => {
  test.each(cases)('kubesec answers: $about', (own) => {
    const { reports, refusal } = own;
    expect(answer(own)).toEqual(reports === undefined ? { refusal } : { reports });
  });
});
