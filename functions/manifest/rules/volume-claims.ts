import type { Value } from '../value.ts';
import { isWritten, listAt } from './value-at.ts';

const templates = ['spec', 'volumeClaimTemplates'];
const spec = ['spec'];

export const claimTemplates = (document: Value): readonly Value[] => listAt(document, templates);

/** A set without claims has nothing to get wrong; a template without a `spec` claims nothing. */
export const noneClaims = (document: Value): boolean =>
  !claimTemplates(document).some((template) => isWritten(template, spec));
