import middy from '@middy/core';
import type { Context } from 'aws-lambda';
import type { Answer } from '../answer.ts';
import type { Call } from '../call.ts';
import type { Log } from '../log.ts';
import { compress } from './compress.ts';
import { entityTag } from './entity-tag.ts';
import { problemDetails } from './problem-details.ts';

export type ResourceRoute = (call: Call, context?: Context) => Promise<Answer>;

/** A route behind the middleware of all resources; what it throws becomes a problem. */
export function resourceRoute(log: Log, handle: (call: Call) => Promise<Answer>): ResourceRoute {
  const chain = middy<Call, Answer>(handle).use(problemDetails(log)).use(compress()).use(entityTag());
  return async (call, context = outsideLambda) => chain(call, context);
}

// Only its remaining time would be looked at.
const outsideLambda = {} as Context;
