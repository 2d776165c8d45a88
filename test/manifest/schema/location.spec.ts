import { describe, expect, test } from 'vitest';
import { toValue } from '../values.ts';
import { committedSchemas } from './committed-schemas.ts';

const publicFolder = 'https://raw.githubusercontent.com/yannh/kubernetes-json-schema/master';
const messageAt = (
  location: string | undefined,
  kind: string,
  apiVersion = 'v1',
  kubernetesVersion = '1.36.0',
): string => {
  const options = location === undefined ? { kubernetesVersion } : { kubernetesVersion, location };
  return committedSchemas(options).validate(toValue({ kind, apiVersion, x: 1 }));
};
const urlIn = (message: string): string | undefined => /failed with '(.*)#'/.exec(message)?.[1];

describe('schema location', () => {
  test.each([
    [undefined, `${publicFolder}/v1.36.0-standalone-strict/pod-v1.json`],
    ['', `${publicFolder}/v1.36.0-standalone-strict/pod-v1.json`],
    ['default', `${publicFolder}/v1.36.0-standalone-strict/pod-v1.json`],
    ['http://a.example/b/', 'http://a.example/b//v1.36.0-standalone-strict/pod-v1.json'],
    ['file:///schemas', 'file:///schemas/v1.36.0-standalone-strict/pod-v1.json'],
    ['/schemas', 'file:///schemas/v1.36.0-standalone-strict/pod-v1.json'],
    ['https://a/{{.Group}}/{{ .ResourceKind }}_{{- .ResourceAPIVersion -}}.json', 'https://a/v1/pod_v1.json'],
    ["https://a/it's", "https://a/it\\'s/v1.36.0-standalone-strict/pod-v1.json"],
  ])('schema location: %s leads to %s', (location, url) => {
    expect(urlIn(messageAt(location, 'Pod'))).toBe(url);
  });

  test.each(['schemas', 'https://a\n', 'https://a/%zz', 'https://a/{{ .Nothing }}.json'])(
    'schema location: %j is refused',
    (location) => {
      expect(() => committedSchemas({ location })).toThrow(
        expect.objectContaining({ code: 'bad_configuration', message: expect.stringContaining('schema location') }),
      );
    },
  );

  test('schema location: the group counts up to its first dot', () => {
    expect(urlIn(messageAt(undefined, 'Role', 'rbac.authorization.k8s.io/v1'))).toMatch(/\/role-rbac-v1.json$/);
    expect(messageAt(undefined, 'Role', 'x.rbac/v1')).toBe('could not find schema for Role');
    expect(urlIn(messageAt(undefined, 'Deployment', 'apps/v1/beta'))).toMatch(/\/deployment-apps-v1.json$/);
    expect(urlIn(messageAt(undefined, 'Deployment-Apps', 'v1'))).toMatch(/\/deployment-apps-v1.json$/);
  });

  test.each([
    ['Po\td', 'v1', 'po\td-v1.json', '"URL/po\\td-v1.json": net/url: invalid control character in URL'],
    ['Pod', 'v1\u007f', 'pod-v1\u007f.json', '"URL/pod-v1\\x7f.json": net/url: invalid control character in URL'],
    ['%s', 'v1', '%s-v1.json', '"URL/%s-v1.json": invalid URL escape "%s-"'],
    ['a%', 'v1', 'a%-v1.json', '"URL/a%-v1.json": invalid URL escape "%-v"'],
    ['a%日', 'v1', 'a%日-v1.json', '"URL/a%日-v1.json": invalid URL escape "%\\xe6\\x97"'],
    ['a%4😀', 'v1', 'a%4😀-v1.json', '"URL/a%4😀-v1.json": invalid URL escape "%4\\xf0"'],
    ['a%\u00e9', 'v1', 'a%é-v1.json', '"URL/a%é-v1.json": invalid URL escape "%é"'],
    ['a%"b', 'v1', 'a%"b-v1.json', '"URL/a%\\"b-v1.json": invalid URL escape "%\\"b"'],
    ['a#%zz', 'v1', 'a#%zz-v1.json', '"URL/a#%zz-v1.json": invalid URL escape "%zz"'],
    ['a%zz#b', 'v1', 'a%zz#b-v1.json', '"URL/a%zz": invalid URL escape "%zz"'],
  ])('schema location: kind %j of %j makes no URL', (kind, apiVersion, file, problem) => {
    const folder = `${publicFolder}/v1.36.0-standalone-strict`;
    const parse = `parse ${problem.replace('URL', folder)}`;
    expect(messageAt(undefined, kind, apiVersion)).toBe(`failed downloading schema at ${folder}/${file}: ${parse}`);
    expect(messageAt('file:///s', kind, apiVersion)).toBe(parse.replace(publicFolder, 'file:///s'));
  });

  test.each([
    ['P%6fd', /\/p%6fd-v1.json$/],
    ['Pod-v1.json?', /\/pod-v1.json\?-v1.json$/],
  ])('schema location: kind %s leads a server to the file of Pods', (kind, url) => {
    expect(urlIn(messageAt(undefined, kind))).toMatch(url);
    expect(messageAt('/schemas', kind)).toBe(`could not find schema for ${kind}`);
  });

  test.each(['Pod-v1.json#', 'Pod%e6', 'x?Pod', '%6e', 'a#%41', 'toString', '__proto__'])(
    'schema location: kind %s leads nowhere',
    (kind) => {
      expect(messageAt(undefined, kind)).toBe(`could not find schema for ${kind}`);
    },
  );

  test('schema location: a kind is lowered letter by letter, as Go does', () => {
    expect(urlIn(messageAt(undefined, '\u0130ngress', 'networking/v1'))).toMatch(/\/ingress-networking-v1.json$/);
    expect(messageAt(undefined, 'ΑΣ%zz')).toContain('/ασ%zz-v1.json');
  });
});
