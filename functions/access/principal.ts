import { DrydockError } from '../errors.ts';

/** What a caller may do. `admin` includes the others. */
export const allScopes = ['scan:write', 'report:read', 'report:delete', 'admin'] as const;
export type Scope = (typeof allScopes)[number];

/** Who asks. Every use case takes one; every stored key begins with its tenant. */
export interface Principal {
  tenant: string;
  /** for logs and audit: `anonymous`, `local`, an IAM ARN or a key id */
  subject: string;
  scopes: readonly Scope[];
}

/** The tenant of a deployment that has configured no other. */
export const defaultTenant = 'default';

/** Whoever uses a server that listens on loopback only. */
export const localPrincipal: Principal = { tenant: defaultTenant, subject: 'local', scopes: ['admin'] };

/** A caller without credentials on an open scan route: may scan, may not see what is stored. */
export const anonymousPrincipal: Principal = { tenant: defaultTenant, subject: 'anonymous', scopes: ['scan:write'] };

/** A caller without credentials who may do nothing. */
export const nobody: Principal = { ...anonymousPrincipal, scopes: [] };

/** A caller that the gateway's IAM authorizer let through: the deployment's own people and programs. */
export const iamPrincipal = (arn: string): Principal => ({ tenant: defaultTenant, subject: arn, scopes: ['admin'] });

export const mayDo = (principal: Principal, scope: Scope): boolean =>
  principal.scopes.includes(scope) || principal.scopes.includes('admin');

export const isScope = (text: string): text is Scope => (allScopes as readonly string[]).includes(text);

/** Throws DrydockError `forbidden` unless the principal may do it, `unauthenticated` where credentials could help. */
export function demand(principal: Principal, scope: Scope): void {
  if (mayDo(principal, scope)) return;
  demandIdentity(principal);
  throw new DrydockError('forbidden', `this needs the scope ${scope}`);
}

/** Throws DrydockError `unauthenticated` for callers without credentials. */
export function demandIdentity({ subject }: Principal): void {
  if (subject === anonymousPrincipal.subject) {
    throw new DrydockError('unauthenticated', 'this needs an API key: Authorization: Bearer ddk_…');
  }
}

/** Tenants are part of keys: 1-63 lower-case letters, digits and inner dashes, so that `#` cannot occur. */
export const isTenant = (name: string): boolean => /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/.test(name);
