import type { Value } from '../value.ts';

/** Any text but `Unconfined` is a profile to kubesec, the empty one too. */
export const isConfined = (type: Value | undefined): boolean => typeof type === 'string' && type !== 'Unconfined';

/** The types Kubernetes knows that confine. */
export const isKnownProfile = (type: Value | undefined): boolean => type === 'RuntimeDefault' || type === 'Localhost';
