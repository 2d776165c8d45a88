import { describe, expect, test } from 'vitest';
import { counts, pod } from './scored.ts';

describe('pod rules', () => {
  test.each([
    ['HostNetwork', 'hostNetwork', true],
    ['HostPID', 'hostPID', true],
    ['HostIPC', 'hostIPC', true],
    ['HostUsers', 'hostUsers', false],
    ['AutomountServiceAccountToken', 'automountServiceAccountToken', false],
  ])('%s: counts when %s is %s in the pod spec', (id, field, value) => {
    for (const kind of ['Pod', 'Deployment', 'StatefulSet', 'DaemonSet']) {
      expect(counts(id, pod({ [field]: value }, kind))).toBe(true);
    }
    expect(counts(id, pod({ [field]: !value }))).toBe(false);
    expect(counts(id, pod({ [field]: null }))).toBe(false);
    expect(counts(id, pod({}))).toBe(false);
    expect(counts(id, { kind: 'Pod' })).toBe(false);
    expect(counts(id, { kind: 'Deployment', spec: { [field]: value } })).toBe(false);
  });

  test('ServiceAccountName: counts for every name but none, the empty one too', () => {
    for (const name of ['app', '', 'default'])
      expect(counts('ServiceAccountName', pod({ serviceAccountName: name }))).toBe(true);
    for (const name of [null, '<nil>'])
      expect(counts('ServiceAccountName', pod({ serviceAccountName: name }))).toBe(false);
    expect(counts('ServiceAccountName', pod({ serviceAccount: 'app' }))).toBe(false);
  });

  test('HostAliases: counts when the list is written, even an empty one', () => {
    expect(counts('HostAliases', pod({ hostAliases: [] }))).toBe(true);
    expect(counts('HostAliases', pod({ hostAliases: [{ ip: '10.0.0.1' }] }))).toBe(true);
    expect(counts('HostAliases', pod({ hostAliases: null }))).toBe(false);
    expect(counts('HostAliases', pod({}))).toBe(false);
  });

  const mounting = (path: unknown): unknown =>
    pod({ volumes: [{ name: 'a', emptyDir: {} }, null, { hostPath: { path } }] });

  test('DockerSock: counts for every path of the node that contains the socket', () => {
    for (const path of ['/var/run/docker.sock', '/a/var/run/docker.sock.old'])
      expect(counts('DockerSock', mounting(path))).toBe(true);
    for (const path of ['/run/docker.sock', '/var/run', null]) expect(counts('DockerSock', mounting(path))).toBe(false);
  });

  test('ProcMount: counts for every path of the node that contains /proc', () => {
    for (const path of ['/proc', '/processed', '/a/proc']) expect(counts('ProcMount', mounting(path))).toBe(true);
    for (const path of ['proc', '/', '/var/run/docker.sock']) expect(counts('ProcMount', mounting(path))).toBe(false);
  });
});

describe('document rules', () => {
  const claiming = (volumeClaimTemplates: unknown): unknown => ({
    kind: 'StatefulSet',
    spec: { volumeClaimTemplates },
  });
  const withModes = (...modes: unknown[]) => ({ spec: { accessModes: modes } });
  const withStorage = (storage: unknown) => ({ spec: { resources: { requests: { storage } } } });

  test.each(['VolumeClaimAccessModeReadWriteOnce', 'VolumeClaimRequestsStorage'])(
    '%s: counts when no template has a spec',
    (id) => {
      for (const none of [undefined, null, [], [{}], [null, {}]]) expect(counts(id, claiming(none))).toBe(true);
      expect(counts(id, claiming([{ spec: null }]))).toBe(false);
      expect(counts(id, claiming([{ spec: {} }]))).toBe(false);
    },
  );

  test('VolumeClaimAccessModeReadWriteOnce: counts when one template has just this mode', () => {
    const of = (templates: unknown): boolean => counts('VolumeClaimAccessModeReadWriteOnce', claiming(templates));
    expect(of([withModes('ReadOnlyMany'), withModes('ReadWriteOnce')])).toBe(true);
    expect(of([withModes('ReadWriteOnce', 'ReadOnlyMany')])).toBe(false);
    expect(of([withModes()])).toBe(false);
    expect(of([withModes('accessModes:[ReadWriteOnce]')])).toBe(true);
    expect(counts('VolumeClaimAccessModeReadWriteOnce', pod({}))).toBe(false);
  });

  test('VolumeClaimRequestsStorage: counts when one template says how much, whatever it says', () => {
    const of = (templates: unknown): boolean => counts('VolumeClaimRequestsStorage', claiming(templates));
    for (const storage of ['1Gi', '', 0]) expect(of([withModes(), withStorage(storage)])).toBe(true);
    expect(of([withModes('ReadWriteOnce')])).toBe(false);
  });

  test('BindingsToSystemAnonymous: counts when a subject is named so, whatever its kind', () => {
    const binding = (kind: string, ...names: unknown[]) => ({ kind, subjects: names.map((name) => ({ name })) });
    const of = (document: unknown): boolean => counts('BindingsToSystemAnonymous', document);
    for (const kind of ['RoleBinding', 'ClusterRoleBinding']) {
      expect(of(binding(kind, 'a', 'x:system:anonymous-y'))).toBe(true);
      expect(of(binding(kind, 'system:unauthenticated', null))).toBe(false);
      expect(of({ kind, subjects: null })).toBe(false);
    }
    expect(of(binding('Role', 'system:anonymous'))).toBe(false);
  });
});
