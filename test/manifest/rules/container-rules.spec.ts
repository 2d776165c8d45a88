import { describe, expect, test } from 'vitest';
import { container, counts, pod, secured } from './scored.ts';

describe('container rules', () => {
  const flags = [
    ['Privileged', 'privileged'],
    ['ReadOnlyRootFilesystem', 'readOnlyRootFilesystem'],
    ['AllowPrivilegeEscalation', 'allowPrivilegeEscalation'],
  ] as const;

  test.each(flags)('%s: counts when a container says true, and not when only the pod does', (id, field) => {
    expect(counts(id, secured({ [field]: true }))).toBe(true);
    expect(counts(id, secured({ [field]: false }))).toBe(false);
    expect(counts(id, secured({ [field]: null }))).toBe(false);
    expect(counts(id, secured({ [field]: 'true' }))).toBe(false);
    expect(counts(id, secured({}, { [field]: true }))).toBe(false);
  });

  test.each(['containers', 'initContainers', 'ephemeralContainers'])('container rules: %s are looked at', (list) => {
    const spec = { containers: [{}], [list]: [{}, { securityContext: { privileged: true } }] };
    for (const kind of ['Pod', 'Deployment', 'StatefulSet', 'DaemonSet']) {
      expect(counts('Privileged', pod(spec, kind))).toBe(true);
    }
  });

  const settings = [
    ['RunAsNonRoot', 'runAsNonRoot', true, false],
    ['RunAsUser', 'runAsUser', 10_001, 10_000],
    ['RunAsGroup', 'runAsGroup', 10_001, 0],
  ] as const;

  test.each(settings)('%s: a container inherits from the pod, and its own value wins', (id, field, good, bad) => {
    expect(counts(id, secured({ [field]: good }))).toBe(true);
    expect(counts(id, secured({ [field]: bad }))).toBe(false);
    expect(counts(id, secured({}, { [field]: good }))).toBe(true);
    expect(counts(id, secured({ [field]: null }, { [field]: good }))).toBe(true);
    expect(counts(id, secured({ [field]: bad }, { [field]: good }))).toBe(false);
    expect(counts(id, secured({ [field]: good }, { [field]: bad }))).toBe(true);
    expect(counts(id, secured({}, { [field]: bad }))).toBe(false);
  });

  test.each(settings)(
    '%s: without containers nothing counts, and a container that is null inherits',
    (id, field, good) => {
      expect(counts(id, pod({ securityContext: { [field]: good }, containers: [] }))).toBe(false);
      expect(counts(id, pod({ securityContext: { [field]: good } }))).toBe(false);
      expect(counts(id, pod({ securityContext: { [field]: good }, containers: [null] }))).toBe(true);
    },
  );

  test.each([
    ['SeccompAny', 'SeccompUnconfined', 'seccompProfile'],
    ['ApparmorAny', 'ApparmorUnconfined', 'appArmorProfile'],
  ])('%s and %s: any text but Unconfined is a profile', (any, unconfined, field) => {
    const typed = (type: unknown) => ({ [field]: { type } });
    for (const type of ['RuntimeDefault', 'Localhost', '', 'unconfined']) {
      expect(counts(any, secured(typed(type)))).toBe(true);
      expect(counts(unconfined, secured(typed(type)))).toBe(false);
    }
    expect(counts(any, secured(typed('Unconfined')))).toBe(false);
    expect(counts(unconfined, secured(typed('Unconfined')))).toBe(true);
    expect(counts(any, secured({}, typed('RuntimeDefault')))).toBe(true);
    expect(counts(unconfined, secured(typed('RuntimeDefault'), typed('Unconfined')))).toBe(false);
    expect(counts(any, secured({}))).toBe(false);
    const mixed = pod({
      securityContext: typed('Localhost'),
      containers: [{}, { securityContext: typed('Unconfined') }],
    });
    expect([counts(any, mixed), counts(unconfined, mixed)]).toEqual([true, true]);
  });

  const adding = (...add: unknown[]) => secured({ capabilities: { add } });
  const dropping = (...drop: unknown[]) => secured({ capabilities: { drop } });

  test('CapSysAdmin: counts for every added name that contains SYS_ADMIN', () => {
    for (const name of ['SYS_ADMIN', 'CAP_SYS_ADMIN', 'XSYS_ADMINX'])
      expect(counts('CapSysAdmin', adding('A', name))).toBe(true);
    for (const name of ['sys_admin', 'SYS', 'ALL', null]) expect(counts('CapSysAdmin', adding(name))).toBe(false);
    expect(counts('CapSysAdmin', secured({}, { capabilities: { add: ['SYS_ADMIN'] } }))).toBe(false);
  });

  test('CapDropAny: counts for a list that holds something, unless Go prints a missing entry in it', () => {
    expect(counts('CapDropAny', dropping('KILL'))).toBe(true);
    expect(counts('CapDropAny', dropping(''))).toBe(true);
    expect(counts('CapDropAny', dropping())).toBe(false);
    expect(counts('CapDropAny', dropping('KILL', null))).toBe(false);
    expect(counts('CapDropAny', dropping('a<nil>b'))).toBe(false);
    expect(counts('CapDropAny', secured({ capabilities: null }))).toBe(false);
  });

  test('CapDropAll: counts for every dropped name that contains the letters of all', () => {
    for (const name of ['ALL', 'all', 'INSTALL', 'SysCall']) expect(counts('CapDropAll', dropping(name))).toBe(true);
    expect(counts('CapDropAll', dropping(null, 'ALL'))).toBe(true);
    for (const name of ['AL', 'L', null]) expect(counts('CapDropAll', dropping(name))).toBe(false);
  });

  test.each([
    ['RequestsCPU', 'requests', 'cpu'],
    ['RequestsMemory', 'requests', 'memory'],
    ['LimitsCPU', 'limits', 'cpu'],
    ['LimitsMemory', 'limits', 'memory'],
  ])('%s: counts when the key is written in one of the containers proper', (id, group, resource) => {
    const resources = { resources: { [group]: { [resource]: 0 } } };
    expect(counts(id, container(resources))).toBe(true);
    expect(counts(id, pod({ containers: [{}, resources] }))).toBe(true);
    expect(counts(id, pod({ containers: [{}], initContainers: [resources], ephemeralContainers: [resources] }))).toBe(
      false,
    );
    expect(counts(id, pod({ containers: [{}], ...resources }))).toBe(false);
    expect(counts(id, container({ resources: { [group]: {} } }))).toBe(false);
  });

  test('SecretsAsEnvironmentVariables: counts for keys and for whole secrets, in every kind that makes pods from a template', () => {
    const key = container({ env: [{ name: 'A' }, { name: 'B', valueFrom: { secretKeyRef: {} } }] });
    const whole = container({ envFrom: [{ configMapRef: {} }, { secretRef: { name: 's' } }] });
    const none = container({ env: [{ valueFrom: { secretKeyRef: null } }, null], envFrom: [{ secretRef: null }] });
    const of = (document: unknown): boolean => counts('SecretsAsEnvironmentVariables', document);
    expect([of(key), of(whole), of(none)]).toEqual([true, true, false]);
    const spec = { initContainers: [{ envFrom: [{ secretRef: {} }] }] };
    const kinds = ['Pod', 'Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet', 'Job', 'CronJob'];
    expect(kinds.map((kind) => of(pod(spec, kind)))).toEqual(kinds.map(() => true));
    expect(of(pod(spec, 'ReplicationController'))).toBe(false);
  });
});
