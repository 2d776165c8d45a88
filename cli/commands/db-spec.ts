import type { CommandSpec } from '../arguments/flag.ts';

export const dbSpec: CommandSpec = {
  name: 'db',
  operands: 'pull | import PATH | status | rollback',
  summary: 'Keeps the vulnerability database that images are scanned with',
  examples: [
    'drydock db pull',
    'drydock db import ~/.cache/trivy',
    'drydock db status',
    'drydock db pull --repository registry.example.com/mirror/trivy-db:2',
  ],
  flags: [
    {
      name: 'repository',
      type: 'strings',
      help: "where pull looks, in this order (default Trivy's own)",
    },
    {
      name: 'java-repository',
      type: 'strings',
      help: "where pull looks for the Java database (default Trivy's own)",
    },
    { name: 'label', type: 'string', help: 'import: said with every result, for a database that is no real one' },
    { name: 'timeout', type: 'string', standard: '30m', help: 'when to give up, such as 90s, 5m or 1h30m' },
    { name: 'json', type: 'bool', help: 'print JSON' },
    {
      name: 'data-dir',
      type: 'string',
      help: 'where the database lies (default DRYDOCK_DATA_DIR or .drydock)',
    },
  ],
};
