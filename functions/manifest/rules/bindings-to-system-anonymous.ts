import type { Value } from '../value.ts';
import type { DocumentRule } from './rule.ts';
import { listAt, valueAt } from './value-at.ts';

const field = ['subjects'];
// the group holds the user and every other caller without credentials
const withoutCredentials = new Set(['system:anonymous', 'system:unauthenticated']);

const isNamed = (name: string): boolean => name.includes('system:anonymous');
const isEveryone = (name: string): boolean => withoutCredentials.has(name);

const findSubject = (document: Value | undefined, passes: (name: string) => boolean): number =>
  listAt(document, field).findIndex((subject) => {
    const name = valueAt(subject, ['name']);
    return typeof name === 'string' && passes(name);
  });

export const bindingsToSystemAnonymous: DocumentRule = {
  on: 'document',
  id: 'BindingsToSystemAnonymous',
  kinds: ['RoleBinding', 'ClusterRoleBinding'],
  points: -30,
  selector: '.subjects[] .name == "system:anonymous"',
  reason: 'Everyone who reaches the API server, without any credentials, gets the permissions of this role',
  field,
  spot: (document, profile) => [...field, findSubject(document, profile === 'strict' ? isEveryone : isNamed)],
  holds: (document) => findSubject(document, isNamed) >= 0,
  strictHolds: (document) => findSubject(document, isEveryone) >= 0,
};
