import { describe, expect, test } from 'vitest';
import { messageFor, problemsOf } from './committed-schemas.ts';

const pod = (spec: unknown, more: object = {}): object => ({ kind: 'Pod', apiVersion: 'v1', spec, ...more });
const deployment = (spec: unknown): object => ({ kind: 'Deployment', apiVersion: 'apps/v1', spec });
const container = (fields: object): object => pod({ containers: [{ name: 'c', ...fields }] });

describe('schema', () => {
  test.each([
    [
      'a Pod',
      container({ image: 'i', ports: [{ containerPort: 80 }], resources: { limits: { cpu: 1, memory: '1Gi' } } }),
    ],
    ['optional fields that are null', pod({ containers: [{ name: 'c', image: null }], volumes: null })],
    ['a null spec at the root', pod(null)],
    ['a null in a list of objects', pod({ containers: [null] })],
    ['null values of a map', pod({ containers: [] }, { metadata: { labels: { a: null } } })],
    ['integers in any spelling', deployment({ selector: {}, template: {}, replicas: 1e21 })],
    [
      'anything in a free object',
      { kind: 'ControllerRevision', apiVersion: 'apps/v1', revision: 1, data: { a: [{}] } },
    ],
    ['names of JavaScript objects as keys', pod({ containers: [] }, { metadata: { labels: { constructor: 'a' } } })],
    ['__proto__ as a key', JSON.parse('{"kind":"ConfigMap","apiVersion":"v1","data":{"__proto__":"x"}}')],
  ])('schema: %s is valid', (_, document) => {
    expect(messageFor(document)).toBe('');
  });

  test('schema: one problem stands alone', () => {
    expect(problemsOf('pod-v1', pod({}))).toEqual(["- at '/spec': missing property 'containers'"]);
  });

  test('schema: what misses comes first, then members by name, what is unknown last', () => {
    expect(problemsOf('deployment-apps-v1', deployment({ replicas: 'x', minReadySeconds: 1.5, z: 1, a: 1 }))).toEqual([
      "- at '/spec': missing properties 'selector', 'template'",
      "- at '/spec/minReadySeconds': got number, want null or integer",
      "- at '/spec/replicas': got string, want null or integer",
      "- at '/spec': additional properties 'a', 'z' not allowed",
    ]);
  });

  test('schema: several problems of a node make a group one level deeper', () => {
    expect(problemsOf('pod-v1', pod({ containers: [{}, 5, 'x'], hostPID: 1 }, { metadata: { name: 5 } }))).toEqual([
      "- at '/metadata/name': got number, want null or string",
      "- at '/spec': validation failed",
      "  - at '/spec/containers': validation failed",
      "    - at '/spec/containers/0': missing property 'name'",
      "    - at '/spec/containers/1': got number, want null or object",
      "    - at '/spec/containers/2': got string, want null or object",
      "  - at '/spec/hostPID': got number, want null or boolean",
    ]);
  });

  test('schema: required fields are named in the order of the source', () => {
    expect(problemsOf('pod-v1', container({ volumeMounts: [{}] }))).toEqual([
      "- at '/spec/containers/0/volumeMounts/0': missing properties 'name', 'mountPath'",
    ]);
  });

  test('schema: a required field refuses null', () => {
    expect(problemsOf('deployment-apps-v1', deployment({ selector: null, template: {} }))).toEqual([
      "- at '/spec/selector': got null, want object",
    ]);
  });

  test('schema: a required name that JavaScript objects inherit is missing', () => {
    const document = { kind: 'Pod', apiVersion: 'v1', spec: { containers: [{ name: 'c', constructor: 1 }] } };
    expect(problemsOf('pod-v1', document)).toEqual([
      "- at '/spec/containers/0': additional properties 'constructor' not allowed",
    ]);
  });

  test('schema: kind and apiVersion are held against the file they led to', () => {
    expect(problemsOf('deployment-apps-v1', { kind: 'deployment', apiVersion: 'APPS/V1' })).toEqual([
      "- at '/apiVersion': value must be 'apps/v1'",
      "- at '/kind': value must be 'Deployment'",
    ]);
    expect(problemsOf('deleteoptions-meta-v1', { kind: 'DeleteOptions', apiVersion: 'meta/v1' })[0]).toMatch(
      /^- at '\/apiVersion': value must be one of 'v1', 'admission.k8s.io\/v1', 'admission/,
    );
  });

  test('schema: null is none of the values of a nested kind', () => {
    const spec = { selector: {}, template: {}, volumeClaimTemplates: [{ kind: null }] };
    expect(problemsOf('statefulset-apps-v1', { kind: 'StatefulSet', apiVersion: 'apps/v1', spec })).toEqual([
      "- at '/spec/volumeClaimTemplates/0/kind': value must be 'PersistentVolumeClaim'",
    ]);
  });

  test('schema: int-or-string says what each branch wants, and two branches match null', () => {
    const probe = (port: unknown): object => container({ livenessProbe: { httpGet: { port } } });
    const at = "- at '/spec/containers/0/livenessProbe/httpGet/port'";
    expect(problemsOf('pod-v1', probe(true))).toEqual([
      `${at}: 'oneOf' failed, none matched`,
      `  ${at}: got boolean, want null or string`,
      `  ${at}: got boolean, want null or integer`,
    ]);
    expect(problemsOf('pod-v1', probe(null))).toEqual([`${at}: 'oneOf' failed, subschemas 0, 1 matched`]);
    expect(problemsOf('pod-v1', probe({ a: 1 }))[0]).toBe(`${at}: 'oneOf' failed, none matched`);
    expect(messageFor(probe('http'))).toBe('');
  });

  test('schema: a part is a kind of its own, which takes neither kind nor apiVersion', () => {
    expect(problemsOf('container-v1', { kind: 'Container', apiVersion: 'v1', name: 'c' })).toEqual([
      "- at '': additional properties 'apiVersion', 'kind' not allowed",
    ]);
  });

  test('schema: files of definitions without fields take none', () => {
    expect(problemsOf('time-meta-v1', { kind: 'Time', apiVersion: 'meta/v1' })).toEqual([
      "- at '': got object, want string",
    ]);
    expect(problemsOf('json-apiextensions-v1', { kind: 'JSON', apiVersion: 'apiextensions/v1' })).toEqual([
      "- at '': additional properties 'apiVersion', 'kind' not allowed",
    ]);
    expect(problemsOf('quantity-resource', { kind: 'Quantity', apiVersion: 'resource' })).toEqual([
      "- at '': additional properties 'apiVersion', 'kind' not allowed",
      "- at '': 'oneOf' failed, none matched",
      "  - at '': got object, want string",
      "  - at '': got object, want number",
    ]);
  });

  test('schema: names stand in pointers escaped and quoted', () => {
    const document = { kind: 'ConfigMap', apiVersion: 'v1', data: { "a~/'b\n": 5 } };
    expect(problemsOf('configmap-v1', document)).toEqual([
      "- at '/data/a~0~1\\'b\\n': got number, want null or string",
    ]);
  });

  test.each(['CustomResourceDefinition', 'CustomResourceDefinitionList', 'JSONSchemaProps', 'JSONSchemaPropsOrBool'])(
    'schema: %s has no stand-alone file',
    (kind) => {
      expect(messageFor({ kind, apiVersion: 'apiextensions.k8s.io/v1' })).toBe(`could not find schema for ${kind}`);
    },
  );

  test('schema: kinds of meta/v1 are not found under v1', () => {
    expect(messageFor({ kind: 'Status', apiVersion: 'v1' })).toBe('could not find schema for Status');
  });
});
