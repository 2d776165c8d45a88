import { describe, expect, test } from 'vitest';
import { messageFor } from './committed-schemas.ts';

const noStruct = 'error while parsing: error unmarshaling JSON: while decoding JSON: json: cannot unmarshal';
const metadata =
  'struct { Name string "yaml:\\"name\\""; Namespace string "yaml:\\"namespace\\""; GenerateName string "yaml:\\"generateName\\"" }';

describe('signature', () => {
  test('signature: null needs none', () => {
    expect(messageFor(null)).toBe('');
  });

  test.each([
    ['text', 'string'],
    [5, 'number'],
    [true, 'bool'],
    [[{}], 'array'],
  ])('signature: %j is no resource', (document, type) => {
    expect(messageFor(document)).toBe(
      `error unmarshalling resource: error unmarshaling JSON: while decoding JSON: json: cannot unmarshal ${type} into Go value of type map[string]interface {}`,
    );
  });

  test.each([
    [{}, 'kind'],
    [{ kind: null }, 'kind'],
    [{ kind: '', apiVersion: '' }, 'kind'],
    [{ kind: 'Pod' }, 'apiVersion'],
    [{ kind: 'Pod', apiVersion: null }, 'apiVersion'],
    [{ kind: 'Pod', apiVersion: '' }, 'apiVersion'],
  ])('signature: %j lacks its %s', (document, key) => {
    expect(messageFor(document)).toBe(`error while parsing: missing '${key}' key`);
  });

  test.each([
    [5, '5'],
    [true, 'true'],
    [10_000_000, '10000000'],
    [1.5, '1.5'],
    [1234567.8, '1.2345678e+06'],
    [-1e-7, '-1e-07'],
    [Math.PI, '3.1415927'],
    [2 ** 64, '1.8446744e+19'],
    [-(2 ** 63), '-9223372036854775808'],
    [1e300, '+Inf'],
    [-1e300, '-Inf'],
  ])('signature: kind %d becomes text', (kind, text) => {
    expect(messageFor({ kind, apiVersion: 'v1' })).toBe(`could not find schema for ${text}`);
  });

  test.each([
    [{ kind: [], apiVersion: 'v1' }, 'array into Go struct field .Kind of type string'],
    [{ kind: 'Pod', apiVersion: {} }, 'object into Go struct field .APIVersion of type string'],
    [{ kind: 'Pod', apiVersion: 'v1', metadata: 'x' }, `string into Go struct field .Metadata of type ${metadata}`],
    [{ kind: 'Pod', apiVersion: 'v1', metadata: 5 }, `number into Go struct field .Metadata of type ${metadata}`],
    [{ kind: 'Pod', apiVersion: 'v1', metadata: false }, `bool into Go struct field .Metadata of type ${metadata}`],
    [{ kind: 'Pod', apiVersion: 'v1', metadata: [] }, `array into Go struct field .Metadata of type ${metadata}`],
    [{ metadata: { name: [] } }, 'array into Go struct field .Metadata.Name of type string'],
    [{ metadata: { namespace: {} } }, 'object into Go struct field .Metadata.Namespace of type string'],
    [{ metadata: { GENERATENAME: {} } }, 'object into Go struct field .Metadata.GenerateName of type string'],
  ])('signature: %j has a field of a wrong type', (document, text) => {
    expect(messageFor(document)).toBe(`${noStruct} ${text}`);
  });

  test('signature: of several wrong fields the first by spelling is named', () => {
    const document = { kind: [], METADATA: 5, metadata: { name: {}, NAMESPACE: [] } };
    expect(messageFor(document)).toContain(`number into Go struct field .Metadata of type ${metadata}`);
    expect(messageFor({ kind: {}, apiVersion: [], metadata: 5 })).toContain('array into Go struct field .APIVersion');
    expect(messageFor({ metadata: { name: {}, NAMESPACE: [] } })).toContain(
      'array into Go struct field .Metadata.Name',
    );
  });

  test('signature: fields count in any case, later spellings override, null does not', () => {
    expect(messageFor({ KIND: 'A', apiVersion: 'v1' })).toBe('could not find schema for A');
    expect(messageFor({ KIND: 'A', Kind: 'B', kind: null, ApiVersion: 'v1' })).toBe('could not find schema for B');
    expect(messageFor({ kind: 'A', '\u212aind': 'B', apiVersion: 'v1' })).toBe('could not find schema for B');
    expect(messageFor({ 'k\u0131nd': 'A', apiVersion: 'v1' })).toBe("error while parsing: missing 'kind' key");
    expect(messageFor({ METADATA: null, 'name\u017fpace': [], kind: 'A', apiVersion: 'v1' })).toBe(
      'could not find schema for A',
    );
    expect(messageFor({ metadata: { 'name\u017fpace': [] } })).toContain('.Metadata.Namespace');
  });

  test('signature: a misspelt field is then an unknown one', () => {
    expect(messageFor({ KIND: 'Pod', kind: 'Pod', apiVersion: 'v1' })).toContain(
      "additional properties 'KIND' not allowed",
    );
  });
});
