import middy from '@middy/core';
import type { Context } from 'aws-lambda';
import type { Scope } from '../../access/principal.ts';
import type { Answer } from '../answer.ts';
import type { Call } from '../call.ts';
import type { Log } from '../log.ts';
import { compress } from './compress.ts';
import { entityTag } from './entity-tag.ts';
import { problemDetails } from './problem-details.ts';
import { requireScope } from './require-scope.ts';

export type ResourceRoute = (call: Call, context?: Context) => Promise<Answer>;

/** A route behind the middleware of all resources; what it throws becomes a problem. Without a scope it is open. */
export function resourceRoute(
  log: Log,
  scope: Scope | undefined,
  handle: (call: Call) => Promise<Answer>,
): ResourceRoute {
  const chain = middy<Call, Answer>(handle).use(problemDetails(log)).use(compress()).use(entityTag());
  if (scope !== undefined) chain.use(requireScope(scope));
  return async (call, context = outsideLambda) => chain(call, context);
}

// Only its remaining time would be looked at.
const outsideLambda = {} as Context;
