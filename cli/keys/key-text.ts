import { columns } from '../stored/columns.ts';
import type { IssuedKeyView, KeyView } from './key-registry.ts';

const titles = ['ID', 'TENANT', 'NAME', 'SCOPES', 'CREATED', 'ENDS', 'LAST USED'];

const rowOf = ({ id, tenant, name, scopes, created, expires, lastUsed }: KeyView) => [
  id,
  tenant,
  name,
  scopes.join(','),
  created,
  expires ?? 'never',
  lastUsed ?? 'never',
];

/** Keys as lines of columns. */
export const keyListText = (keys: readonly KeyView[]): string => columns([titles, ...keys.map(rowOf)]);

/** What is said beside a new key. */
export const issuedText = (key: IssuedKeyView): string =>
  `${columns([titles.slice(0, 6), rowOf(key).slice(0, 6)])}The key itself is on standard output. It is shown this once: keep it now.\n`;
