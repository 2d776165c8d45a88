import type { ICruiseOptions, IForbiddenRuleType } from 'dependency-cruiser';

type Room =
  | 'manifest'
  | 'image'
  | 'formats'
  | 'access'
  | 'scans'
  | 'notify'
  | 'rescans'
  | 'storage'
  | 'delivery'
  | 'network'
  | 'registry'
  | 'trivy'
  | 'scanner'
  | 'api'
  | 'handlers'
  | 'local'
  | 'local/table'
  | 'cli'
  | 'infra'
  | 'scripts'
  | 'sample';

const outside: Partial<Record<Room, string>> = {
  local: '^local/(?!table/)',
  'local/table': '^local/table/',
  cli: '^cli/',
  infra: '^infra/',
  scripts: '^scripts/',
  sample: '^sample/',
};
const folder = (room: Room): string => outside[room] ?? `^functions/${room}/`;
const folders = (...rooms: Room[]): string[] => rooms.map(folder);
const library = (name: string): string => `node_modules/(@types/)?${name}/`;
const core = (...names: string[]): string => `^(node:)?(${names.join('|')})$`;
const anywhere = '^functions/(errors|recently-used)\\.ts$';
const timer = '^functions/system-timer\\.ts$';
// The ports that the table serves, and what it means that a scan was seen again.
const port = `^functions/(${[
  'scans/(ports|add-sighting)',
  'scans/image/(ports|analysis-store|image-analysis|image-scan|image-record)',
  'access/(ports|principal)',
  'rescans/(ports|clocks/clock|cves/affected-image|watches/watch|runs/run)',
  'notify/(ports|subscription|delivery|event|news)',
  'trivy/database/ports',
].join('|')})\\.ts$`;
/** The rooms that hosts put together. */
const composed: readonly Room[] = [
  'access',
  'scans',
  'notify',
  'delivery',
  'rescans',
  'storage',
  'network',
  'registry',
  'trivy',
  'scanner',
  'api',
];
const pure = folders('manifest', 'image', 'formats');
const anyCore =
  '^(node:)?(assert|async_hooks|buffer|crypto|events|fs|http|module|net|os|path|perf_hooks|process|stream|timers|tty|url|util|v8|worker_threads|zlib)(/|$)';
const sdk = [library('@aws-sdk/[^/]+'), library('@smithy/[^/]+')];

/** What a file of each room (a folder of functions/, or one beside it) may import beside its own room, functions/errors.ts and functions/recently-used.ts; everything else is refused. */
export const mayImport: Record<Room, readonly string[]> = {
  manifest: [library('zod')],
  image: [library('zod')],
  formats: [...folders('manifest', 'image'), library('zod')],
  access: [...pure, library('zod'), core('crypto')],
  scans: [...pure, folder('access'), core('crypto')],
  notify: [...pure, folder('access'), library('zod'), core('crypto')],
  delivery: [folder('network'), port, anyCore, ...sdk],
  rescans: [...pure, ...folders('access', 'scans', 'notify'), core('crypto')],
  storage: [...pure, port, ...sdk, anyCore],
  network: [anyCore, core('dns/promises', 'https', 'tls')],
  registry: [folder('image'), folder('network'), library('zod'), ...sdk, anyCore],
  trivy: [timer, folder('image'), port, library('zod'), anyCore, core('child_process', 'sqlite', 'tls')],
  scanner: [folder('image'), ...folders('registry', 'trivy'), port],
  api: [
    ...pure,
    ...folders('access', 'scans', 'rescans', 'notify'),
    library('@middy/[^/]+'),
    library('zod'),
    library('aws-lambda'),
    anyCore,
  ],
  handlers: [
    timer,
    ...pure,
    ...folders(...composed),
    ...sdk,
    library('@middy/[^/]+'),
    library('aws-lambda'),
    library('zod'),
    anyCore,
  ],
  local: [timer, ...pure, ...folders(...composed, 'local/table'), library('aws-lambda'), anyCore],
  'local/table': [
    timer,
    ...pure,
    ...folders('access', 'scans', 'rescans', 'storage'),
    ...sdk,
    library('dynalite'),
    anyCore,
  ],
  cli: [timer, ...pure, ...folders(...composed, 'local', 'local/table'), anyCore],
  infra: [library('aws-cdk-lib'), library('constructs'), library('cdk-nag'), '^scripts/trivy-layer/', anyCore],
  scripts: [
    ...pure,
    ...folders('storage', 'trivy'),
    library('esbuild'),
    library('@sigstore/[^/]+'),
    anyCore,
    core('child_process'),
  ],
  sample: [timer, ...folders('image', 'notify', 'trivy', 'local', 'cli'), anyCore, core('sqlite')],
};

const roomRule = ([room, allowed]: [string, readonly string[]]): IForbiddenRuleType => ({
  name: `imports-of-${room}`,
  severity: 'error',
  from: { path: folder(room as Room) },
  to: { pathNot: [folder(room as Room), anywhere, ...allowed] },
});

/** The import rules of ARCHITECTURE.md, as dependency-cruiser checks them. */
export const importRules: ICruiseOptions = {
  ruleSet: {
    forbidden: [
      ...Object.entries(mayImport).map(roomRule),
      { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
      { name: 'resolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
      { name: 'tests-stay-outside', severity: 'error', from: { pathNot: '^(test|bench)/' }, to: { path: '^test/' } },
      {
        name: 'dynalite-stays-in-local-table',
        severity: 'error',
        from: { pathNot: '^(local/table|test)/' },
        to: { path: library('dynalite') },
      },
      {
        name: 'shipped-code-needs-no-development-package',
        severity: 'error',
        from: { path: '^(functions|local|cli)/' },
        to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
      },
    ],
  },
  validate: true,
  tsPreCompilationDeps: true,
  doNotFollow: { path: 'node_modules' },
  exclude: { path: '^dist/' },
};
