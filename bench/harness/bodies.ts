/** Kinds of bodies that are measured: one small Pod, one Deployment of 3.4 kB, 60 such Deployments in one body of 200 kB. */
export const bodyClasses = ['small', 'deployment', 'multi'] as const;
export type BodyClass = (typeof bodyClasses)[number];

export const documentsIn: Record<BodyClass, number> = { small: 1, deployment: 1, multi: 60 };

// Settings alternate, so that scores, findings and the length of answers do.
const has = (index: number, every: number): boolean => index % every === 0;
const lines = (...all: (string | false)[]): string => `${all.filter((line) => line !== false).join('\n')}\n`;

const smallPod = (index: number): string =>
  lines(
    'apiVersion: v1',
    'kind: Pod',
    'metadata:',
    `  name: web-${index}`,
    'spec:',
    has(index, 5) && '  hostNetwork: true',
    '  containers:',
    '    - name: web',
    `      image: registry.example.com/shop/web:1.${index}`,
    '      securityContext:',
    has(index, 3) && '        privileged: true',
    has(index, 2) && '        runAsNonRoot: true',
    '        readOnlyRootFilesystem: true',
  );

const container = (name: string, index: number): string =>
  lines(
    `        - name: ${name}`,
    `          image: registry.example.com/shop/${name}:2.${index}`,
    '          ports:',
    '            - containerPort: 8080',
    '              name: http',
    '          env:',
    ...['LOG_LEVEL', 'REGION', 'CACHE_HOST'].flatMap((variable) => [
      `            - name: ${variable}`,
      `              value: "${variable.toLowerCase()}-${index}"`,
    ]),
    '          resources:',
    '            requests: { cpu: 100m, memory: 128Mi }',
    has(index, 2) && '            limits: { cpu: 500m, memory: 256Mi }',
    '          securityContext:',
    '            allowPrivilegeEscalation: false',
    has(index, 3) && '            readOnlyRootFilesystem: true',
    '            capabilities:',
    '              drop: ["ALL"]',
    '          readinessProbe:',
    '            httpGet:',
    '              path: /healthz',
    '              port: http',
    '            periodSeconds: 10',
    '          volumeMounts:',
    '            - name: settings',
    '              mountPath: /etc/settings',
    '              readOnly: true',
  ).trimEnd();

const deployment = (index: number): string =>
  lines(
    'apiVersion: apps/v1',
    'kind: Deployment',
    'metadata:',
    `  name: checkout-${index}`,
    '  namespace: shop',
    '  labels:',
    '    app.kubernetes.io/name: checkout',
    '    app.kubernetes.io/part-of: shop',
    `    app.kubernetes.io/version: "2.${index}"`,
    'spec:',
    '  replicas: 3',
    '  selector:',
    '    matchLabels:',
    '      app.kubernetes.io/name: checkout',
    '  template:',
    '    metadata:',
    '      labels:',
    '        app.kubernetes.io/name: checkout',
    '    spec:',
    '      serviceAccountName: checkout',
    has(index, 4) && '      automountServiceAccountToken: false',
    '      securityContext:',
    '        runAsNonRoot: true',
    '        runAsUser: 10001',
    '        seccompProfile:',
    '          type: RuntimeDefault',
    '      containers:',
    ...['api', 'worker', 'metrics'].map((name) => container(name, index)),
    '      volumes:',
    '        - name: settings',
    '          configMap:',
    '            name: checkout-settings',
  );

const make: Record<BodyClass, (index: number) => string> = {
  small: smallPod,
  deployment,
  multi: (index) =>
    Array.from({ length: documentsIn.multi }, (_, i) => deployment(index * documentsIn.multi + i)).join('---\n'),
};

/** `count` bodies of a class, no two alike. */
export const bodies = (kind: BodyClass, count: number): Buffer[] =>
  Array.from({ length: count }, (_, index) => Buffer.from(make[kind](index)));
