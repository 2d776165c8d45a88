import type { CommandSpec } from '../arguments/flag.ts';

export const imageSpec: CommandSpec = {
  name: 'image',
  operands: 'REF',
  summary: 'Scans a container image in a registry for vulnerabilities',
  examples: [
    'drydock image nginx:1.27',
    'drydock image --severity CRITICAL,HIGH --ignore-unfixed --exit-code 1 ghcr.io/org/app:1.2',
    'drydock image -f sarif -o image.sarif --platform linux/arm64 registry.example.com/shop/web:1.4',
  ],
  flags: [
    { name: 'platform', type: 'string', help: 'os/architecture of a multi-platform image (default linux/amd64)' },
    { name: 'severity', short: 's', type: 'strings', help: 'only these severities: CRITICAL,HIGH,MEDIUM,LOW,UNKNOWN' },
    { name: 'ignore-unfixed', type: 'bool', help: 'only findings that an update removes' },
    { name: 'pkg-types', type: 'strings', help: 'only these packages: os,library' },
    {
      name: 'format',
      short: 'f',
      type: 'string',
      standard: 'table',
      help: 'output format (table, json, sarif, markdown, trivy)',
    },
    { name: 'output', short: 'o', type: 'string', help: 'a file to write the report to, instead of standard output' },
    { name: 'exit-code', type: 'int', standard: 0, help: 'exit code when there are findings' },
    { name: 'timeout', type: 'string', standard: '5m', help: 'when to give up, such as 90s, 5m or 1h30m' },
    {
      name: 'server',
      type: 'string',
      help: 'address of a drydock that scans instead; DRYDOCK_TOKEN is the API key for it',
    },
    { name: 'quiet', short: 'q', type: 'bool', help: 'show no progress' },
    {
      name: 'data-dir',
      type: 'string',
      help: 'where the vulnerability database lies (default DRYDOCK_DATA_DIR or .drydock)',
    },
  ],
};
