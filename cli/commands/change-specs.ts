import type { CommandSpec, Flag } from '../arguments/flag.ts';

export const json: Flag = { name: 'json', type: 'bool', help: 'print JSON' };

export const serverFlag: Flag = {
  name: 'server',
  type: 'string',
  help: 'address of the server to ask; DRYDOCK_TOKEN is the API key for it (default the one of the data directory)',
};

/** Which server a command asks. */
export const serverFlags: readonly Flag[] = [
  serverFlag,
  {
    name: 'data-dir',
    type: 'string',
    help: 'data directory that the server runs on (default DRYDOCK_DATA_DIR or .drydock)',
  },
];

export const pageFlags: readonly Flag[] = [
  { name: 'limit', type: 'int', standard: 20, help: 'how many, 1 to 100' },
  { name: 'cursor', type: 'string', help: 'where an earlier list ended' },
];

export const rescanSpec: CommandSpec = {
  name: 'rescan',
  summary: 'Has a server match watched images with its vulnerability database again',
  examples: [
    'drydock rescan --wait',
    "drydock rescan --repository 'ghcr.io/team/*'",
    'drydock rescan --cve CVE-2024-3094',
  ],
  flags: [
    { name: 'all', type: 'bool', help: 'all watched images, as when nothing else is named' },
    { name: 'repository', type: 'string', help: 'only watched images of these repositories: a pattern' },
    { name: 'cve', type: 'string', help: 'only watched images that have this vulnerability' },
    { name: 'wait', type: 'bool', help: 'until it is done: exit code 1 when images failed' },
    { name: 'exit-code', type: 'int', standard: 0, help: 'exit code when images changed, with --wait' },
    { name: 'timeout', type: 'string', standard: '30m', help: 'how long to wait, such as 90s, 5m or 1h30m' },
    json,
    ...serverFlags,
  ],
};

export const watchSpec: CommandSpec = {
  name: 'watch',
  operands: '[list | add [IMAGE] | remove ID]',
  summary: 'Keeps what a server scans again',
  examples: [
    'drydock watch',
    'drydock watch add nginx:1.27 --every 12h',
    "drydock watch add --repository 'ghcr.io/team/*' --stop",
    'drydock watch remove w0123456789abcdef0123456789abcdef',
  ],
  flags: [
    { name: 'digest', type: 'string', help: 'add: an image by its digest' },
    { name: 'repository', type: 'string', help: 'add: all images of these repositories: a pattern' },
    { name: 'platform', type: 'string', help: 'add: os/architecture of a multi-platform image' },
    { name: 'pin', type: 'bool', help: 'add: for ever, as when nothing else is said' },
    { name: 'stop', type: 'bool', help: 'add: never again, however often it is scanned' },
    { name: 'every', type: 'string', help: 'add: how often tags are looked up, 1h to 90d (default once a day)' },
    ...pageFlags,
    json,
    ...serverFlags,
  ],
};

export const diffSpec: CommandSpec = {
  name: 'diff',
  operands: 'FROM TO',
  summary: 'Tells what is different between two images that a server has scanned',
  examples: ['drydock diff nginx:1.26 nginx:1.27', 'drydock diff -f markdown --exit-code 1 shop/web:1.4 shop/web:1.5'],
  flags: [
    { name: 'format', short: 'f', type: 'string', standard: 'table', help: 'output format (table, json, markdown)' },
    { name: 'platform', type: 'string', help: 'os/architecture of multi-platform images' },
    { name: 'exit-code', type: 'int', standard: 0, help: 'exit code when findings were added' },
    ...serverFlags,
  ],
};

export const cveSpec: CommandSpec = {
  name: 'cve',
  operands: '[CVE]',
  summary: 'Tells which images have a vulnerability',
  examples: ['drydock cve CVE-2024-3094', 'drydock cve --severity CRITICAL --since 7d'],
  flags: [
    { name: 'severity', short: 's', type: 'strings', help: 'only these: CRITICAL,HIGH,MEDIUM,LOW,UNKNOWN' },
    { name: 'since', type: 'string', help: 'only those first seen since then, such as 7d or 2026-11-24' },
    ...pageFlags,
    json,
    ...serverFlags,
  ],
};
