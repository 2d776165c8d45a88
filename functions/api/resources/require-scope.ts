import type { MiddlewareObj } from '@middy/core';
import { demand, type Scope } from '../../access/principal.ts';
import type { Answer } from '../answer.ts';
import type { Call } from '../call.ts';

/** Refuses a caller before anything is said about what there is. */
export const requireScope = (scope: Scope): MiddlewareObj<Call, Answer> => ({
  before: (request) => demand(request.event.principal, scope),
});
