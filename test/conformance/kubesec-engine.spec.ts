import { beforeAll, describe, expect, test } from 'vitest';
import { DrydockError } from '../../functions/errors.ts';
import { manifestEngine } from '../../functions/manifest/scan.ts';
import { openSchemas } from '../../functions/manifest/schema/schemas.ts';
import { schemaFiles } from '../../functions/storage/schema-files.ts';
import {
  bodyOf,
  hasRecordedCases,
  loadCompare,
  type RecordedCase,
  readCases,
  recordedFiles,
} from './recorded-cases.ts';

// the version the answers were recorded with, which kubesec called master then
const recordedVersion = '1.36.0';

const engine = manifestEngine({ schemas: openSchemas(schemaFiles(), { kubernetesVersion: recordedVersion }) });

// the leading & keeps a question mark that begins the query part of the first name
const queryOf = (path: string): URLSearchParams => new URLSearchParams(`&${path.split('?').slice(1).join('?')}`);

/** What only the HTTP layer can answer. */
const isScan = ({ method, path }: RecordedCase): boolean =>
  !['GET', 'HEAD'].includes(method) && /^\/(scan)?(\?[^;%]*)?$/.test(path) && !queryOf(path).has('in-toto');

const withoutPrefix = (body: Uint8Array): Uint8Array =>
  Buffer.from(body.subarray(0, 5)).toString('latin1') === 'file=' ? body.subarray(5) : body;

const answer = (recorded: RecordedCase): { status: number; contentType: string; text: string } => {
  const rules = queryOf(recorded.path).getAll('rule');
  try {
    const { json } = engine.scan(withoutPrefix(bodyOf(recorded)), { fileName: 'API', rules });
    const text = json.replaceAll(`v${recordedVersion}-standalone-strict`, 'master-standalone-strict');
    return { status: 200, contentType: 'application/json', text };
  } catch (error) {
    if (error instanceof DrydockError) return { status: 400, contentType: 'text/plain', text: `${error.message}\n` };
    throw error;
  }
};

if (!hasRecordedCases) {
  console.log('recorded kubesec answers: the folder is not there, set DRYDOCK_CONFORMANCE to run them');
}

describe.skipIf(!hasRecordedCases)('recorded kubesec answers', () => {
  let compare: Awaited<ReturnType<typeof loadCompare>>;
  beforeAll(async () => {
    compare = await loadCompare();
  });

  test.each(recordedFiles())('recorded kubesec answers: the engine gives those of %s', (file) => {
    const cases = readCases(file).filter(isScan);
    const differences = cases.flatMap((recorded) => {
      const difference = compare.sameAnswer(recorded, answer(recorded));
      return difference === null ? [] : [`${recorded.id} (${recorded.about}): ${difference}`];
    });
    expect(cases.length).toBeGreaterThan(0);
    expect(differences.slice(0, 20)).toEqual([]);
  });
});
