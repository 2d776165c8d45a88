import { describe, expect, test } from 'vitest';
import { openSchemas } from '../../../functions/manifest/schema/schemas.ts';
import { schemaFiles } from '../../../functions/storage/schema-files.ts';
import { toValue } from '../values.ts';
import { committedSchemas } from './committed-schemas.ts';

const folderFor = (kubernetesVersion?: string): string | undefined => {
  const schemas = openSchemas(schemaFiles(), kubernetesVersion === undefined ? {} : { kubernetesVersion });
  return /master\/(.*)\/pod-v1/.exec(schemas.validate(toValue({ kind: 'Pod', apiVersion: 'v1', x: 1 })))?.[1];
};

describe('Kubernetes version', () => {
  test.each([
    [undefined, 'master-standalone-strict'],
    ['', 'master-standalone-strict'],
    ['master', 'master-standalone-strict'],
    ['1.25.0', 'v1.25.0-standalone-strict'],
    ['1.36.2', 'v1.36.2-standalone-strict'],
  ])('Kubernetes version: %s is shown as %s', (version, folder) => {
    expect(folderFor(version)).toBe(folder);
  });

  test('Kubernetes version: none given is the newest, a patch release uses the table of its minor', () => {
    const { versions } = schemaFiles();
    expect(openSchemas(schemaFiles()).kubernetesVersion).toBe(versions.at(-1));
    expect(committedSchemas({ kubernetesVersion: '1.36.2' }).kubernetesVersion).toBe('1.36.0');
  });

  test('Kubernetes version: each has its own kinds', () => {
    const flowSchema = toValue({ kind: 'FlowSchema', apiVersion: 'flowcontrol.apiserver.k8s.io/v1beta2' });
    expect(committedSchemas({ kubernetesVersion: '1.25.0' }).validate(flowSchema)).toBe('');
    expect(committedSchemas().validate(flowSchema)).toBe('could not find schema for FlowSchema');
  });

  test.each(['v1.36.0', '1.36', '1.3.0', '1.99.0', 'latest', '1.36.0 '])(
    'Kubernetes version: %j is refused',
    (version) => {
      expect(() => committedSchemas({ kubernetesVersion: version })).toThrow(
        expect.objectContaining({
          code: 'bad_configuration',
          message: expect.stringMatching(/unknown Kubernetes version .* 1\.25\.0, .*1\.37\.0/),
        }),
      );
    },
  );

  test('Kubernetes version: without tables nothing can be opened', () => {
    expect(() => openSchemas({ versions: [], load: () => undefined })).toThrow('no schema tables found');
  });
});

describe('known kinds', () => {
  const kinds = ['Pod', 'Deployment', 'StatefulSet', 'DaemonSet'];

  test('known kinds: others are not found', () => {
    const schemas = committedSchemas({ kinds });
    expect(schemas.validate(toValue({ kind: 'Pod', apiVersion: 'v1' }))).toBe('');
    expect(schemas.validate(toValue({ kind: 'deployment', apiVersion: 'apps/v1' }))).toContain(
      "value must be 'Deployment'",
    );
    expect(schemas.validate(toValue({ kind: 'Service', apiVersion: 'v1' }))).toBe('could not find schema for Service');
  });

  test('known kinds: a name that no schema has is refused', () => {
    expect(() => committedSchemas({ kinds: ['Pod', 'Pot'] })).toThrow(
      expect.objectContaining({ code: 'bad_configuration', message: 'Kubernetes 1.36.0 has no schema for kind pot' }),
    );
  });
});
