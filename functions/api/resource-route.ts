import middy from '@middy/core';
import type { Context } from 'aws-lambda';
import type { Scope } from '../access/principal.ts';
import type { Answer } from './answer.ts';
import type { Call } from './call.ts';
import type { Log } from './log.ts';
import { problemDetails } from './problem-details.ts';
import { requireScope } from './require-scope.ts';

/** A route for callers with a scope; what it throws becomes problem+json. */
export function resourceRoute(log: Log, scope: Scope, handle: (call: Call) => Promise<Answer>) {
  const chain = middy<Call, Answer>(handle).use(problemDetails(log)).use(requireScope(scope));
  return async (call: Call, context: Context = outsideLambda): Promise<Answer> => chain(call, context);
}

// Only its remaining time would be looked at.
const outsideLambda = {} as Context;
