import { describe, expect, test } from 'vitest';
import { allRules } from '../../../functions/manifest/rules/all.ts';
import { podMakingKinds } from '../../../functions/manifest/rules/workload.ts';
import { container, counts, pod, scored, secured } from './scored.ts';

const strictly = (id: string, document: unknown): boolean => counts(id, document, 'strict');

describe('strict profile', () => {
  test('strict profile: a privileged container is found in every kind that makes pods', () => {
    const spec = { containers: [{ securityContext: { privileged: true } }] };
    for (const kind of podMakingKinds) expect(strictly('Privileged', pod(spec, kind))).toBe(true);
    expect(podMakingKinds).toHaveLength(8);
  });

  test('strict profile: every pod and container rule runs on every kind that makes pods', () => {
    const podRules = allRules.filter(({ on }) => on !== 'document').map(({ id }) => id);
    const hardened = {
      hostUsers: false,
      automountServiceAccountToken: false,
      serviceAccountName: 'app',
      containers: [{}],
    };
    for (const kind of podMakingKinds) {
      const { scoring } = scored(pod(hardened, kind), { profile: 'strict' });
      const listed = [...(scoring.passed ?? []), ...(scoring.advise ?? [])].filter(({ id }) => podRules.includes(id));
      expect(listed.map(({ id }) => id).sort()).toEqual(
        allRules.filter(({ on, points }) => on !== 'document' && points > 0).map(({ id }) => id),
      );
    }
  });

  test('strict profile: points are given only when all containers of all lists earn them', () => {
    const good = { securityContext: { readOnlyRootFilesystem: true } };
    const id = 'ReadOnlyRootFilesystem';
    expect(strictly(id, pod({ containers: [good, good], initContainers: [good] }))).toBe(true);
    expect(strictly(id, pod({ containers: [good, {}] }))).toBe(false);
    expect(strictly(id, pod({ containers: [good], initContainers: [{}] }))).toBe(false);
    expect(strictly(id, pod({ containers: [good], ephemeralContainers: [{}] }))).toBe(false);
    expect(strictly(id, pod({ containers: [] }))).toBe(false);
  });

  test('strict profile: one bad container is enough to take points away', () => {
    expect(
      strictly(
        'AllowPrivilegeEscalation',
        pod({ containers: [{}, { securityContext: { allowPrivilegeEscalation: true } }] }),
      ),
    ).toBe(true);
    expect(strictly('Privileged', pod({ containers: [] }))).toBe(false);
  });

  test('strict profile: requests and limits are asked of init containers, not of ephemeral ones, which cannot have any', () => {
    const sized = { resources: { requests: { cpu: 1, memory: 1 }, limits: { cpu: 1, memory: 1 } } };
    for (const id of ['RequestsCPU', 'RequestsMemory', 'LimitsCPU', 'LimitsMemory']) {
      expect(strictly(id, pod({ containers: [sized], initContainers: [sized], ephemeralContainers: [{}] }))).toBe(true);
      expect(strictly(id, pod({ containers: [sized], initContainers: [{}] }))).toBe(false);
      expect(strictly(id, pod({ containers: [sized, {}] }))).toBe(false);
    }
  });

  test('strict profile: capabilities are compared as names', () => {
    const adding = (name: unknown) => secured({ capabilities: { add: [name] } });
    const dropping = (...drop: unknown[]) => secured({ capabilities: { drop } });
    for (const name of ['SYS_ADMIN', 'CAP_SYS_ADMIN', 'sys_admin', 'ALL'])
      expect(strictly('CapSysAdmin', adding(name))).toBe(true);
    for (const name of ['XSYS_ADMINX', 'NET_ADMIN', null]) expect(strictly('CapSysAdmin', adding(name))).toBe(false);
    for (const name of ['ALL', 'all', 'CAP_ALL']) expect(strictly('CapDropAll', dropping(name))).toBe(true);
    for (const name of ['INSTALL', 'SYSCALL', null]) expect(strictly('CapDropAll', dropping(name))).toBe(false);
    expect(strictly('CapDropAny', dropping(null, 'KILL'))).toBe(true);
    expect([strictly('CapDropAny', dropping('')), strictly('CapDropAny', dropping(null))]).toEqual([false, false]);
  });

  test('strict profile: only the profile types Kubernetes knows confine', () => {
    for (const [any, field] of [
      ['SeccompAny', 'seccompProfile'],
      ['ApparmorAny', 'appArmorProfile'],
    ] as const) {
      const typed = (type: unknown) => secured({ [field]: { type } });
      for (const type of ['RuntimeDefault', 'Localhost']) expect(strictly(any, typed(type))).toBe(true);
      for (const type of ['', 'unconfined', 'Unconfined', null]) expect(strictly(any, typed(type))).toBe(false);
    }
  });

  test('strict profile: paths of the node are compared as paths, and a parent brings what it holds', () => {
    const mounting = (path: unknown): unknown => pod({ volumes: [{ hostPath: { path } }] });
    for (const path of ['/var/run/docker.sock', '/run/docker.sock', '/var//run/', '/run', '/', '/x/../run/.']) {
      expect(strictly('DockerSock', mounting(path))).toBe(true);
    }
    for (const path of ['/var/run/docker.sock.old', '/var/lib', '/runner'])
      expect(strictly('DockerSock', mounting(path))).toBe(false);
    for (const path of ['/proc', '/proc/sys', '/proc/', '/']) expect(strictly('ProcMount', mounting(path))).toBe(true);
    for (const path of ['/processed', '/a/proc', '/var']) expect(strictly('ProcMount', mounting(path))).toBe(false);
  });

  test('strict profile: the account everyone shares earns nothing, an empty list of aliases costs nothing', () => {
    for (const name of ['', 'default', null])
      expect(strictly('ServiceAccountName', pod({ serviceAccountName: name }))).toBe(false);
    expect(strictly('ServiceAccountName', pod({}))).toBe(false);
    expect(strictly('ServiceAccountName', pod({ serviceAccountName: 'app' }))).toBe(true);
    expect(strictly('HostAliases', pod({ hostAliases: [] }))).toBe(false);
    expect(strictly('HostAliases', pod({ hostAliases: [{ ip: '10.0.0.1' }] }))).toBe(true);
  });

  test('strict profile: every claim template must ask for storage that one node mounts', () => {
    const claiming = (...volumeClaimTemplates: unknown[]) => ({ kind: 'StatefulSet', spec: { volumeClaimTemplates } });
    const claim = (accessModes: unknown, storage?: unknown) => ({
      spec: { accessModes, resources: { requests: { storage } } },
    });
    const modes = (...templates: unknown[]): boolean =>
      strictly('VolumeClaimAccessModeReadWriteOnce', claiming(...templates));
    const storage = (...templates: unknown[]): boolean =>
      strictly('VolumeClaimRequestsStorage', claiming(...templates));
    expect(modes(claim(['ReadWriteOnce']), claim(['ReadWriteOncePod']))).toBe(true);
    expect(modes(claim(['ReadWriteOnce']), claim(['ReadWriteMany']))).toBe(false);
    expect(modes(claim(['accessModes:[ReadWriteOnce]']))).toBe(false);
    expect(storage(claim([], '1Gi'), claim([], 0))).toBe(true);
    expect(storage(claim([], '1Gi'), claim([]))).toBe(false);
    expect([modes(), storage()]).toEqual([true, true]);
  });

  test('strict profile: a binding is found by the exact name of the user or of the group that holds it', () => {
    const binding = (name: string) => ({ kind: 'ClusterRoleBinding', subjects: [{ name }] });
    for (const name of ['system:anonymous', 'system:unauthenticated']) {
      expect(strictly('BindingsToSystemAnonymous', binding(name))).toBe(true);
    }
    expect(strictly('BindingsToSystemAnonymous', binding('not-system:anonymous'))).toBe(false);
  });

  test('strict profile: what needs no repair counts as ever', () => {
    expect(strictly('HostNetwork', pod({ hostNetwork: true }, 'CronJob'))).toBe(true);
    expect(strictly('SecretsAsEnvironmentVariables', container({ envFrom: [{ secretRef: {} }] }))).toBe(true);
  });
});
