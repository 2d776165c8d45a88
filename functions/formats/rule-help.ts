/** What a person needs to fix a finding; `example` is YAML. */
export interface RuleHelp {
  title: string;
  uri: string;
  example: string;
}

const docs = 'https://kubernetes.io/docs';
const securityContext = `${docs}/tasks/configure-pod-container/security-context/`;
const podSecurity = `${docs}/concepts/security/pod-security-standards/`;
const resources = `${docs}/concepts/configuration/manage-resources-containers/`;
const apparmor = `${docs}/tutorials/security/apparmor/`;
const seccomp = `${docs}/tutorials/security/seccomp/`;
const serviceAccount = `${docs}/tasks/configure-pod-container/configure-service-account/`;
const persistentVolumes = `${docs}/concepts/storage/persistent-volumes/`;

const container = (...lines: string[]): string =>
  ['containers:', '  - name: app', ...lines.map((line) => `    ${line}`)].join('\n');
const containerSecurity = (...lines: string[]): string =>
  container('securityContext:', ...lines.map((line) => `  ${line}`));
const containerResources = (kind: string, line: string): string => container('resources:', `  ${kind}:`, `    ${line}`);
const spec = (...lines: string[]): string => ['spec:', ...lines.map((line) => `  ${line}`)].join('\n');
const claim = (...lines: string[]): string =>
  spec(
    'volumeClaimTemplates:',
    '  - metadata:',
    '      name: data',
    '    spec:',
    ...lines.map((line) => `      ${line}`),
  );

const help: Record<string, RuleHelp> = {
  AllowPrivilegeEscalation: {
    title: 'Container may gain privileges',
    uri: securityContext,
    example: containerSecurity('allowPrivilegeEscalation: false'),
  },
  ApparmorAny: {
    title: 'No AppArmor profile',
    uri: apparmor,
    example: spec('securityContext:', '  appArmorProfile:', '    type: RuntimeDefault'),
  },
  ApparmorUnconfined: {
    title: 'AppArmor switched off',
    uri: apparmor,
    example: spec('securityContext:', '  appArmorProfile:', '    type: RuntimeDefault'),
  },
  AutomountServiceAccountToken: {
    title: 'API token mounted',
    uri: serviceAccount,
    example: spec('automountServiceAccountToken: false'),
  },
  BindingsToSystemAnonymous: {
    title: 'Rights granted to anonymous users',
    uri: `${docs}/reference/access-authn-authz/rbac/`,
    example: 'subjects:\n  - kind: ServiceAccount\n    name: app\n    namespace: shop',
  },
  CapDropAll: {
    title: 'Capabilities not all dropped',
    uri: podSecurity,
    example: containerSecurity('capabilities:', '  drop: ["ALL"]'),
  },
  CapDropAny: {
    title: 'No capability dropped',
    uri: podSecurity,
    example: containerSecurity('capabilities:', '  drop: ["ALL"]'),
  },
  CapSysAdmin: {
    title: 'CAP_SYS_ADMIN added',
    uri: podSecurity,
    example: containerSecurity('capabilities:', '  drop: ["ALL"]', '  add: ["NET_BIND_SERVICE"]'),
  },
  DockerSock: {
    title: 'Docker socket mounted',
    uri: podSecurity,
    example: spec('volumes:', '  - name: scratch', '    emptyDir: {}'),
  },
  HostAliases: {
    title: 'Hosts file changed',
    uri: `${docs}/tasks/network/customize-hosts-file-for-pods/`,
    example: spec('dnsConfig:', '  searches: ["shop.svc.cluster.local"]'),
  },
  HostIPC: { title: "Host's IPC namespace shared", uri: podSecurity, example: spec('hostIPC: false') },
  HostNetwork: { title: "Host's network shared", uri: podSecurity, example: spec('hostNetwork: false') },
  HostPID: { title: "Host's process namespace shared", uri: podSecurity, example: spec('hostPID: false') },
  HostUsers: {
    title: 'No user namespace',
    uri: `${docs}/concepts/workloads/pods/user-namespaces/`,
    example: spec('hostUsers: false'),
  },
  LimitsCPU: { title: 'No CPU limit', uri: resources, example: containerResources('limits', 'cpu: 500m') },
  LimitsMemory: { title: 'No memory limit', uri: resources, example: containerResources('limits', 'memory: 256Mi') },
  Privileged: { title: 'Privileged container', uri: podSecurity, example: containerSecurity('privileged: false') },
  ProcMount: {
    title: "Host's /proc mounted",
    uri: podSecurity,
    example: spec('volumes:', '  - name: scratch', '    emptyDir: {}'),
  },
  ReadOnlyRootFilesystem: {
    title: 'Root file system writable',
    uri: securityContext,
    example: containerSecurity('readOnlyRootFilesystem: true'),
  },
  RequestsCPU: { title: 'No CPU request', uri: resources, example: containerResources('requests', 'cpu: 100m') },
  RequestsMemory: {
    title: 'No memory request',
    uri: resources,
    example: containerResources('requests', 'memory: 128Mi'),
  },
  RunAsGroup: {
    title: 'Group id low or not set',
    uri: securityContext,
    example: spec('securityContext:', '  runAsGroup: 20000'),
  },
  RunAsNonRoot: {
    title: 'May run as root',
    uri: securityContext,
    example: spec('securityContext:', '  runAsNonRoot: true'),
  },
  RunAsUser: {
    title: 'User id low or not set',
    uri: securityContext,
    example: spec('securityContext:', '  runAsUser: 20000'),
  },
  SeccompAny: {
    title: 'No seccomp profile',
    uri: seccomp,
    example: spec('securityContext:', '  seccompProfile:', '    type: RuntimeDefault'),
  },
  SeccompUnconfined: {
    title: 'Seccomp switched off',
    uri: seccomp,
    example: spec('securityContext:', '  seccompProfile:', '    type: RuntimeDefault'),
  },
  SecretsAsEnvironmentVariables: {
    title: 'Secret in the environment',
    uri: `${docs}/concepts/configuration/secret/`,
    example: spec('volumes:', '  - name: credentials', '    secret:', '      secretName: credentials'),
  },
  ServiceAccountName: {
    title: 'Default service account',
    uri: serviceAccount,
    example: spec('serviceAccountName: app'),
  },
  VolumeClaimAccessModeReadWriteOnce: {
    title: 'Volume not limited to one node',
    uri: persistentVolumes,
    example: claim('accessModes: ["ReadWriteOnce"]'),
  },
  VolumeClaimRequestsStorage: {
    title: 'Volume without a size',
    uri: persistentVolumes,
    example: claim('resources:', '  requests:', '    storage: 1Gi'),
  },
};

/** Help for a rule; undefined for one that this table does not know. */
export const ruleHelp = (id: string): RuleHelp | undefined => (Object.hasOwn(help, id) ? help[id] : undefined);
