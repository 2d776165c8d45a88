/** What a caller may do. `admin` includes the others. */
export type Scope = 'scan:write' | 'report:read' | 'report:delete' | 'admin';

/** Who asks. Every use case takes one; every stored key begins with its tenant. */
export interface Principal {
  tenant: string;
  /** for logs and audit: `anonymous`, `local`, an IAM ARN or a key id */
  subject: string;
  scopes: readonly Scope[];
}

export const mayDo = (principal: Principal, scope: Scope): boolean =>
  principal.scopes.includes(scope) || principal.scopes.includes('admin');
