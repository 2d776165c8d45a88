import type { CommandSpec, Flag } from '../arguments/flag.ts';
import { cveSpec, diffSpec, rescanSpec, serverFlag, watchSpec } from './change-specs.ts';
import { dbSpec } from './db-spec.ts';
import { imageSpec } from './image-spec.ts';
import { keysSpec } from './keys-spec.ts';
import { subscriptionsSpec } from './subscriptions-spec.ts';

const kubernetesVersion: Flag = {
  name: 'kubernetes-version',
  type: 'string',
  help: 'Kubernetes version to validate against, such as 1.36.0',
};
const schemaLocation: Flag = {
  name: 'schema-location',
  type: 'strings',
  help: 'where messages say that schemas lie; drydock validates with its own',
};
const dataDirectory: Flag = {
  name: 'data-dir',
  type: 'string',
  help: 'where stored scans lie (default DRYDOCK_DATA_DIR or .drydock)',
};
const json: Flag = { name: 'json', type: 'bool', help: 'print JSON' };

export const scanSpec: CommandSpec = {
  name: 'scan',
  operands: '[file]',
  summary: 'Scans Kubernetes manifests: files, directories or standard input',
  examples: [
    'drydock scan ./deployment.yaml',
    'cat file.json | drydock scan -',
    'helm template -f values.yaml ./chart | drydock scan /dev/stdin',
    'drydock scan manifests/ -f sarif -o drydock.sarif --min-score 1',
  ],
  flags: [
    { name: 'debug', type: 'bool', help: 'tell on standard error what is done' },
    { name: 'absolute-path', type: 'bool', help: 'name files by their absolute path' },
    {
      name: 'format',
      short: 'f',
      type: 'string',
      standard: 'json',
      help: 'output format (json, table, sarif, junit, markdown, template)',
    },
    { name: 'template', short: 't', type: 'string', help: 'a file with a Go template, or the template itself' },
    kubernetesVersion,
    schemaLocation,
    {
      name: 'rules',
      short: 'r',
      type: 'strings',
      help: "ids of the only rules to look at, separated by commas; 'drydock print-rules' lists them",
    },
    { name: 'exclude', type: 'strings', help: 'ids of rules to leave out, separated by commas' },
    { name: 'profile', type: 'string', standard: 'kubesec', help: 'how rules count (kubesec, strict)' },
    {
      name: 'min-score',
      type: 'int',
      help: 'fail when a document is invalid or scores less, instead of when one scores 0 or less',
    },
    { name: 'output', short: 'o', type: 'string', help: 'a file to write the report to as well' },
    { name: 'exit-code', type: 'int', standard: 2, help: 'exit code of a scan that fails' },
  ],
};

export const httpSpec: CommandSpec = {
  name: 'http',
  operands: '[[ip:]port]',
  summary: 'Serves the HTTP API on an IP address (optional) and port',
  examples: [
    'drydock http 8080',
    'drydock http :8080',
    'drydock http 127.0.0.1:8080',
    'drydock http [::1]:8080',
    'KUBESEC_ADDR=127.0.0.1:8080 drydock http',
  ],
  flags: [
    { name: 'keypath', short: 'k', type: 'string', help: 'not supported: drydock signs no in-toto links' },
    kubernetesVersion,
    schemaLocation,
    { name: 'auth', type: 'bool', help: 'ask for an API key on every route but /healthz' },
    { name: 'open', type: 'bool', help: 'open everything to everyone who reaches the server' },
    dataDirectory,
  ],
};

export const printRulesSpec: CommandSpec = {
  name: 'print-rules',
  summary: 'Prints every rule with its points',
  examples: ['drydock print-rules', 'drydock print-rules -f yaml', 'drydock print-rules -f table'],
  flags: [{ name: 'format', short: 'f', type: 'string', standard: 'json', help: 'output format (json, yaml, table)' }],
};

export const versionSpec: CommandSpec = { name: 'version', summary: "Prints drydock's version", flags: [] };

export const listSpec: CommandSpec = {
  name: 'list',
  summary: 'Lists stored scans, newest first',
  examples: ['drydock list', 'drydock list --object Pod/web.default --limit 5'],
  flags: [
    { name: 'object', type: 'string', help: 'only scans of this object: <kind>/<name>.<namespace>' },
    { name: 'limit', type: 'int', standard: 20, help: 'how many, 1 to 100' },
    { name: 'cursor', type: 'string', help: 'where an earlier list ended' },
    json,
    serverFlag,
    dataDirectory,
  ],
};

export const getSpec: CommandSpec = {
  name: 'get',
  operands: 'ID',
  summary: 'Prints a stored scan as JSON',
  examples: ['drydock get 0123456789abcdef0123456789abcdef'],
  flags: [serverFlag, dataDirectory],
};

export const allSpecs: readonly CommandSpec[] = [
  cveSpec,
  dbSpec,
  diffSpec,
  getSpec,
  httpSpec,
  imageSpec,
  keysSpec,
  listSpec,
  printRulesSpec,
  rescanSpec,
  scanSpec,
  subscriptionsSpec,
  versionSpec,
  watchSpec,
];
