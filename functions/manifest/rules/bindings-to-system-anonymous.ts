import type { Value } from '../value.ts';
import type { DocumentRule } from './rule.ts';
import { listAt, valueAt } from './value-at.ts';

const field = ['subjects'];
// the group holds the user and every other caller without credentials
const withoutCredentials = new Set(['system:anonymous', 'system:unauthenticated']);

const subjectNames = (document: Value): string[] =>
  listAt(document, field)
    .map((subject) => valueAt(subject, ['name']))
    .filter((name) => typeof name === 'string');

export const bindingsToSystemAnonymous: DocumentRule = {
  on: 'document',
  id: 'BindingsToSystemAnonymous',
  kinds: ['RoleBinding', 'ClusterRoleBinding'],
  points: -30,
  selector: '.subjects[] .name == "system:anonymous"',
  reason: 'Everyone who reaches the API server, without any credentials, gets the permissions of this role',
  field,
  holds: (document) => subjectNames(document).some((name) => name.includes('system:anonymous')),
  strictHolds: (document) => subjectNames(document).some((name) => withoutCredentials.has(name)),
};
