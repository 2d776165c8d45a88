import { describe, expect, test } from 'vitest';
import { findingLines } from '../../functions/manifest/locate.ts';
import type { Profile } from '../../functions/manifest/profile.ts';
import type { Finding } from '../../functions/manifest/report.ts';
import { manifestEngine } from '../../functions/manifest/scan.ts';
import { openSchemas } from '../../functions/manifest/schema/schemas.ts';
import { schemaFiles } from '../../functions/storage/schema-files.ts';

const engine = manifestEngine({ schemas: openSchemas(schemaFiles(), { kubernetesVersion: '1.36.0' }) });

interface Lines {
  document: number;
  of(id: string): number | undefined;
}

/** The lines of everything that was found in one document of a body. */
const linesIn = (text: string, at = 0, profile: Profile = 'kubesec'): Lines => {
  const body = new TextEncoder().encode(text);
  const document = engine.scan(body, { fileName: 'API', profile }).documents[at]!;
  const lineOf = findingLines(body, document);
  const { critical = [], passed = [], advise = [] } = document.report.scoring;
  const found = new Map([...critical, ...passed, ...advise].map((finding: Finding) => [finding.id, lineOf(finding)]));
  return { document: lineOf('document'), of: (id) => found.get(id) };
};

const deployment = `apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  selector: {}
  template:
    spec:
      hostNetwork: true
      securityContext:
        runAsNonRoot: true
      containers:
      - name: good
        image: i
        resources:
          limits:
            memory: 1Gi
      - name: bad
        image: i
        securityContext:
          privileged: true
          runAsNonRoot: false
`;

describe('lines of findings', () => {
  test('lines of findings: a pod rule stands at its field, or at the pod spec when nothing is written', () => {
    const lines = linesIn(deployment);
    expect(lines.of('HostNetwork')).toBe(8);
    expect(lines.of('ServiceAccountName')).toBe(7);
    expect(lines.document).toBe(1);
  });

  test('lines of findings: a container rule stands at the field of the container that decides it', () => {
    const lines = linesIn(deployment);
    expect(lines.of('Privileged')).toBe(20);
    expect(lines.of('LimitsMemory')).toBe(16);
    expect(lines.of('LimitsCPU')).toBe(15);
    expect(lines.of('CapDropAll')).toBe(12);
  });

  test('lines of findings: an inherited setting is found in the pod', () => {
    expect(linesIn(deployment).of('RunAsNonRoot')).toBe(10);
  });

  test('lines of findings: in the strict profile the container that spoils the points is shown', () => {
    const lines = linesIn(deployment, 0, 'strict');
    expect(lines.of('RunAsNonRoot')).toBe(21);
    expect(lines.of('LimitsMemory')).toBe(17);
  });

  test('lines of findings: later documents count from the top of the body', () => {
    expect(linesIn(`# first\r\n~\n\n---\n\n${deployment}`, 1).of('HostNetwork')).toBe(13);
    expect(linesIn(`~\n---\n~\n---\n\n\n${deployment}`, 2).document).toBe(7);
  });

  test('lines of findings: a pod without containers shows the pod spec', () => {
    const lines = linesIn('apiVersion: v1\nkind: Pod\nspec:\n  containers: []\n');
    expect(lines.of('RunAsNonRoot')).toBe(3);
  });

  test('lines of findings: JSON bodies have lines, too', () => {
    const pod = '{\n "apiVersion": "v1",\n "kind": "Pod",\n "spec": {"containers": [],\n  "hostPID": true}\n}';
    expect(linesIn(pod).of('HostPID')).toBe(5);
    expect(linesIn(pod.replace('"v1"', '"v\\u0031"')).of('HostPID')).toBe(5);
  });

  test('lines of findings: rules that look through lists stand at the entry', () => {
    const binding = `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view}
subjects:
- {kind: User, name: someone, apiGroup: rbac.authorization.k8s.io}
- {kind: User, name: system:anonymous, apiGroup: rbac.authorization.k8s.io}
`;
    expect(linesIn(binding).of('BindingsToSystemAnonymous')).toBe(6);
    expect(linesIn(binding, 0, 'strict').of('BindingsToSystemAnonymous')).toBe(6);
    const pod = `apiVersion: v1
kind: Pod
spec:
  volumes:
  - {name: a, emptyDir: {}}
  - {name: b, hostPath: {path: /run}}
  - {name: c, hostPath: {path: /var/run/docker.sock}}
  - {name: d, hostPath: {path: /processed}}
  - {name: e, hostPath: {path: /proc/sys}}
  containers:
  - name: key
    env:
    - {name: A}
    - {name: B, valueFrom: {secretKeyRef: {key: k}}}
  - name: none
`;
    expect([linesIn(pod).of('DockerSock'), linesIn(pod).of('ProcMount')]).toEqual([7, 8]);
    const strict = linesIn(pod, 0, 'strict');
    expect([strict.of('DockerSock'), strict.of('ProcMount')]).toEqual([6, 9]);
    expect(linesIn(pod).of('SecretsAsEnvironmentVariables')).toBe(14);
    const whole = `${pod.replace('valueFrom: {secretKeyRef: {key: k}}', 'value: b')}    envFrom:\n    - secretRef: {}\n`;
    expect(linesIn(whole).of('SecretsAsEnvironmentVariables')).toBe(17);
  });

  test('lines of findings: a document that breaks its schema stands at the first problem', () => {
    const invalid = (extra: string): number =>
      linesIn(`apiVersion: v1\nkind: Pod\nspec:\n  containers:\n${extra}`).document;
    expect(invalid('  - name: a\n    image: 5\n')).toBe(6);
    expect(invalid('  - name: a\n    imagge: x\n')).toBe(6);
    expect(invalid('  - image: a\n')).toBe(5);
    expect(invalid('  - {name: a}\n  hostPID: 1\n  "a/b~\'\\t": 1\n')).toBe(6);
    expect(invalid('  - {name: a}\n  "a/b~\'\\t": 1\n')).toBe(6);
  });

  test('lines of findings: an error without a place stands at the first line of the document', () => {
    expect(linesIn('~\n---\n# a\nkind: Foo\napiVersion: v1\n', 1).document).toBe(3);
    expect(linesIn('{"kind":"Pod",\n"a":"\x7f"}').document).toBe(1);
  });

  test('lines of findings: a message that only looks like one of the schema names no place', () => {
    expect(linesIn(`kind: " - at '/kind\\\\Uffffffff': x"\napiVersion: v1\n`).document).toBe(1);
    expect(linesIn('apiVersion: v1\nkind: {a: 1}\n').document).toBe(1);
  });

  test('lines of findings: a name of 4 MB and one full of escapes are found', () => {
    const named = (name: string): number =>
      linesIn(`{"apiVersion":"v1","kind":"Pod","spec":{"containers":[],\n"${name}":1}}`).document;
    expect(named('k'.repeat(4_000_000))).toBe(1);
    expect(named('x'.repeat(900))).toBe(2);
    expect(named("'".repeat(900))).toBe(2);
    expect(named('\\t\u{e0001}\u00a0'.repeat(50))).toBe(2);
  });

  test('lines of findings: problems of a List stand at its first line, because messages do not name the item', () => {
    const pod = '{apiVersion: v1, kind: Pod, metadata: 5}';
    expect(linesIn(`apiVersion: v1\nkind: List\nmetadata: {}\nitems:\n- ${pod}\n`).document).toBe(1);
  });

  test('lines of findings: of a key that stands twice the second is shown', () => {
    expect(linesIn('{"kind":"Pod",\n"apiVersion":"v1",\n"kind":"Pod"}').document).toBe(3);
  });

  test('lines of findings: a finding of another tool stands at the first line', () => {
    const body = new TextEncoder().encode('~');
    const document = engine.scan(body, { fileName: 'API' }).documents[0]!;
    expect(findingLines(body, document)({ id: 'X', selector: '', reason: '', points: 1 })).toBe(1);
  });
});
