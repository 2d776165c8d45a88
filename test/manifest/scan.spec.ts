import { describe, expect, test } from 'vitest';
import { DrydockError } from '../../functions/errors.ts';
import type { Limits } from '../../functions/manifest/limits.ts';
import { type ManifestResult, manifestEngine, type ScanRequest } from '../../functions/manifest/scan.ts';
import { openSchemas } from '../../functions/manifest/schema/schemas.ts';
import { schemaFiles } from '../../functions/storage/schema-files.ts';

const schemas = openSchemas(schemaFiles(), { kubernetesVersion: '1.36.0' });

const scan = (
  body: string | Uint8Array,
  request: Partial<ScanRequest> = {},
  limits: Partial<Limits> = {},
): ManifestResult =>
  manifestEngine({ schemas, limits }).scan(typeof body === 'string' ? new TextEncoder().encode(body) : body, {
    fileName: 'API',
    ...request,
  });

const objects = (body: string): string[] => scan(body).documents.map(({ report }) => report.object);

const refusal = (run: () => unknown): [string, string] => {
  try {
    run();
  } catch (error) {
    if (error instanceof DrydockError) return [error.code, error.message];
    throw error;
  }
  throw new Error('nothing was refused');
};

const podText = (name: string): string =>
  `apiVersion: v1\nkind: Pod\nmetadata:\n  name: ${name}\nspec:\n  containers:\n  - name: c\n    image: i\n`;

describe('scan', () => {
  test('scan: the answer is the array of all reports with a final newline', () => {
    const { json, documents } = scan(`${podText('a')}---\n${podText('b')}`);
    expect(JSON.parse(json)).toEqual(documents.map(({ report }) => report));
    expect(json).toMatch(
      /^\[\n {2}\{\n {4}"object": "Pod\/a.default",\n[\s\S]*\n {2}\},\n {2}\{\n[\s\S]*\n {2}\}\n\]\n$/,
    );
  });

  test('scan: each document comes with the bytes it takes in the body', () => {
    const body = `\n# é\n${podText('a')}\n---\n\n${podText('b')} \t`;
    const bytes = new TextEncoder().encode(body);
    const texts = scan(body).documents.map(({ start, end }) => new TextDecoder().decode(bytes.subarray(start, end)));
    expect(texts[0]).toMatch(/^# é\napiVersion[\s\S]*image: i$/);
    expect(texts[1]).toMatch(/^apiVersion[\s\S]*image: i$/);
    expect(scan(' {"kind":"Pod"}\n').documents[0]).toMatchObject({ start: 0, end: 16 });
  });

  test('scan: a JSON body is one document even when it spans separators', () => {
    expect(objects('{"apiVersion":"v1","kind":"Pod",\n"spec":{"containers":[]}}')).toEqual(['Pod/undefined.default']);
  });

  test('scan: parts that are blank or a lone header leave no trace', () => {
    expect(objects(`---\n\n---\n${podText('a')}\n---\n---`)).toEqual(['Pod/a.default']);
  });

  test.each(['', ' \n', '---', '---\n---\n', '\u00a0\n---\n'])('scan: %j has nothing to scan', (body) => {
    expect(refusal(() => scan(body))).toEqual(['invalid_manifest', 'Invalid input']);
  });

  test('scan: the first YAML error is all there is to tell', () => {
    const [code, message] = refusal(() => scan(`${podText('a')}---\na: b: c\n---\n\t- x`));
    expect([code, message]).toEqual(['invalid_manifest', 'yaml: mapping values are not allowed in this context']);
  });

  test('scan: unknown rules are told before the body is looked at', () => {
    expect(refusal(() => scan('a: b: c', { rules: ['Nope'] }))).toEqual([
      'unknown_rule',
      'invalid rule IDs requested: Nope',
    ]);
    expect(refusal(() => scan('', { exclude: ['Nope'] }))[0]).toBe('unknown_rule');
  });

  test('scan: an invalid document says why and is not scored', () => {
    const [document] = scan('{"apiVersion":"v1","kind":"Pod","spec":{"hostNetwork":"yes"}}').documents;
    expect(document?.report).toMatchObject({ object: 'Pod/undefined.default', valid: false, score: 0, scoring: {} });
    expect(document?.report.message).toContain("at '/spec/hostNetwork': got string, want null or boolean");
  });

  test('scan: rules, exclusions, profile and file name are those asked for', () => {
    const { report } = scan(podText('a'), {
      rules: ['RunAsUser', 'HostPID'],
      exclude: ['HostPID'],
      fileName: 'x/pod.yaml',
    }).documents[0]!;
    expect(report.fileName).toBe('x/pod.yaml');
    expect(report.scoring.advise?.map(({ id }) => id)).toEqual(['RunAsUser']);
    const privileged = `${podText('a')}    securityContext: {privileged: true}\n  initContainers: []\n`;
    expect(scan(privileged, { profile: 'strict' }).documents[0]).toMatchObject({
      profile: 'strict',
      report: { score: -30 },
    });
  });

  test('scan: a null document runs every rule without a result', () => {
    const { report } = scan('null').documents[0]!;
    expect([report.object, report.valid, report.score, report.message]).toEqual([
      'Unknown',
      true,
      0,
      'Passed with a score of 0 points',
    ]);
    expect(report.scoring.advise).toHaveLength(17);
    expect(scan('# only a comment', { rules: ['RunAsUser'] }).documents[0]?.report.scoring.advise).toHaveLength(1);
  });
});

describe('limits', () => {
  test('limits: a body that is too large is refused with the limit', () => {
    expect(refusal(() => scan('a'.repeat(101), {}, { bodyBytes: 100 }))).toEqual([
      'body_too_large',
      'the body is larger than 100 bytes',
    ]);
  });

  test('limits: documents are counted before any is read', () => {
    expect(refusal(() => scan('a: b: c\n---\nx\n---\ny', {}, { documents: 2 }))).toEqual([
      'too_many_documents',
      'the body holds more than 2 documents',
    ]);
    expect(scan('~\n---\n---\n\n---\n~\n---\n', {}, { documents: 2 }).documents).toHaveLength(2);
  });

  test('limits: the answer is counted in bytes as it is made', () => {
    const body = '~\n---\n'.repeat(20);
    const bytes = new TextEncoder().encode(scan(body).json).length;
    expect(scan(body, {}, { answerBytes: bytes }).documents).toHaveLength(20);
    expect(refusal(() => scan(body, {}, { answerBytes: bytes - 1 }))).toEqual([
      'answer_too_large',
      `the answer is larger than ${bytes - 1} bytes`,
    ]);
  });

  test('limits: a name that grows beyond the answer is refused, not printed', () => {
    const name = JSON.stringify(Array.from({ length: 1000 }, (_, at) => `${at}`));
    expect(refusal(() => scan(`{"kind":"Pod","metadata":{"name":${name}}}`, {}, { answerBytes: 2000 }))[0]).toBe(
      'answer_too_large',
    );
  });
});
