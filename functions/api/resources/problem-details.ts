import type { MiddlewareObj } from '@middy/core';
import type { Answer } from '../answer.ts';
import type { Call } from '../call.ts';
import type { Log } from '../log.ts';
import { failureAnswer } from '../problem.ts';

/** Turns what a route throws into problem+json. */
export const problemDetails = (log: Log): MiddlewareObj<Call, Answer> => ({
  onError: (request) => {
    request.response = failureAnswer(request.error, request.event.requestId, log);
  },
});
