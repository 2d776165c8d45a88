import { isScope, isTenant, type Principal } from './principal.ts';

/** A principal as the Lambda authorizer hands it to the function: texts, the scopes separated by spaces. */
export interface KeyContext {
  principal: string;
  tenant: string;
  scopes: string;
}

export const keyContext = ({ subject, tenant, scopes }: Principal): KeyContext => ({
  principal: subject,
  tenant,
  scopes: scopes.join(' '),
});

export function isKeyContext(value: unknown): value is KeyContext {
  const { principal, tenant, scopes } = (value ?? {}) as Partial<Record<keyof KeyContext, unknown>>;
  return (
    typeof principal === 'string' &&
    principal.startsWith('key:') &&
    typeof tenant === 'string' &&
    isTenant(tenant) &&
    typeof scopes === 'string'
  );
}

/** A scope of a later version grants nothing here. */
export const principalOfContext = ({ principal, tenant, scopes }: KeyContext): Principal => ({
  tenant,
  subject: principal,
  scopes: scopes.split(' ').filter(isScope),
});
