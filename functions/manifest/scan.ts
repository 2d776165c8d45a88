import { DrydockError } from '../errors.ts';
import { type ManifestDocument, readJsonBody, readYamlPart } from './documents/read-document.ts';
import { splitDocuments } from './documents/split.ts';
import { defaultLimits, type Limits } from './limits.ts';
import { objectName } from './object-name.ts';
import type { Profile } from './profile.ts';
import { reportRenderer } from './render-report.ts';
import type { Report } from './report.ts';
import { planRules, type RuleChoice, type RulePlan } from './rule-plan.ts';
import type { Schemas } from './schema/schemas.ts';
import { scoreDocument } from './score.ts';

export interface ScanRequest extends RuleChoice {
  /** `API` over HTTP, the path on the command line */
  fileName: string;
}

/** A report and where its document stands: bytes of the body, end exclusive, and the line (from 1) of the first. */
export interface ScannedDocument {
  report: Report;
  start: number;
  end: number;
  line: number;
  /** how it was scored; kubesec's way when absent */
  profile?: Profile;
}

export interface ManifestResult {
  documents: ScannedDocument[];
  /** kubesec's whole answer: an array, two blanks a level, a final newline */
  json: string;
}

/**
 * Scans a body as kubesec does. Throws `unknown_rule` and `invalid_manifest` with kubesec's texts,
 * and `body_too_large`, `too_many_documents` or `answer_too_large` naming the limit.
 */
export interface ManifestEngine {
  scan(body: Uint8Array, request: ScanRequest): ManifestResult;
}

export const manifestEngine = (deps: { schemas: Schemas; limits?: Partial<Limits> }): ManifestEngine => {
  const limits = { ...defaultLimits, ...deps.limits };
  const everyRule: Record<Profile, RulePlan> = {
    kubesec: planRules({ profile: 'kubesec' }),
    strict: planRules({ profile: 'strict' }),
  };
  const render = reportRenderer();

  const planOf = (request: ScanRequest): RulePlan => {
    const { rules = [], exclude = [], profile = 'kubesec' } = request;
    return rules.length === 0 && exclude.length === 0 ? everyRule[profile] : planRules({ rules, exclude, profile });
  };

  const reportOn = (document: ManifestDocument, fileName: string, plan: RulePlan): Report => {
    const { value, validated } = document;
    const report: Report = {
      object: objectName(value, limits.answerBytes),
      valid: true,
      fileName,
      message: 'message' in validated ? validated.message : deps.schemas.validate(validated.value, limits.answerBytes),
      score: 0,
      scoring: {},
    };
    if (report.message === '') scoreDocument(report, value, plan);
    else report.valid = false;
    return report;
  };

  return {
    scan: (body, request) => {
      const plan = planOf(request);
      if (body.length > limits.bodyBytes) {
        throw new DrydockError('body_too_large', `the body is larger than ${limits.bodyBytes} bytes`);
      }
      const documents: ScannedDocument[] = [];
      let json = '[\n';
      // the opening bracket's comma is missing, the end takes three bytes
      let bytes = 3;
      for (const document of documentsOf(body, limits.documents)) {
        const report = reportOn(document, request.fileName, plan);
        const rendered = render(report);
        bytes += rendered.bytes + 2;
        if (bytes > limits.answerBytes) {
          throw new DrydockError('answer_too_large', `the answer is larger than ${limits.answerBytes} bytes`);
        }
        json += documents.length === 0 ? rendered.json : `,\n${rendered.json}`;
        const { start, end, line } = document;
        documents.push({ report, start, end, line, profile: plan.profile });
      }
      return { documents, json: `${json}\n]\n` };
    },
  };
};

function* documentsOf(body: Uint8Array, most: number): Generator<ManifestDocument> {
  const whole = readJsonBody(body);
  if (whole !== undefined) {
    yield whole;
    return;
  }
  const parts = splitDocuments(body, most + 1);
  if (parts.length > most) throw new DrydockError('too_many_documents', `the body holds more than ${most} documents`);
  if (parts.length === 0) throw new DrydockError('invalid_manifest', 'Invalid input');
  for (const part of parts) yield readYamlPart(body, part);
}
