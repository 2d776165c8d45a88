import type { CommandSpec } from '../arguments/flag.ts';

export const keysSpec: CommandSpec = {
  name: 'keys',
  operands: 'bootstrap | create NAME | list | rotate ID | revoke ID',
  summary: 'Keeps the API keys of a server',
  examples: [
    'drydock keys bootstrap',
    'drydock keys create ci --scopes scan:write,report:read --lifetime 90d',
    'drydock keys list',
    'drydock keys rotate 3mVqT0aZ81Lk --overlap 12h',
    'drydock keys revoke 3mVqT0aZ81Lk',
  ],
  flags: [
    {
      name: 'scopes',
      type: 'strings',
      help: 'create: what the key may do (scan:write, report:read, report:delete, admin)',
    },
    { name: 'lifetime', type: 'string', help: 'create: when the key ends, such as 90d or 12h (default never)' },
    { name: 'overlap', type: 'string', standard: '24h', help: 'rotate: how long the old key goes on working' },
    { name: 'tenant', type: 'string', help: 'of another tenant than that of the caller' },
    { name: 'json', type: 'bool', help: 'print JSON' },
    {
      name: 'server',
      type: 'string',
      help: 'URL of a server to ask, with the admin key in DRYDOCK_TOKEN (default the one of the data directory)',
    },
    { name: 'data-dir', type: 'string', help: 'where the keys lie (default DRYDOCK_DATA_DIR or .drydock)' },
  ],
};
