import type { MiddlewareObj } from '@middy/core';
import { DrydockError } from '../errors.ts';
import type { Answer } from './answer.ts';
import type { Call } from './call.ts';
import type { Log } from './log.ts';
import { problemAnswer } from './problem.ts';

/** Turns what a route throws into problem+json; what is not the client's fault goes to the log with its cause. */
export const problemDetails = (log: Log): MiddlewareObj<Call, Answer> => ({
  onError: (request) => {
    const { requestId } = request.event;
    const thrown: unknown = request.error;
    const error =
      thrown instanceof DrydockError ? thrown : new DrydockError('internal', 'unexpected', { cause: thrown });
    request.response = problemAnswer(error, requestId);
    if (request.response.statusCode >= 500) log.error('request failed', { requestId, error });
  },
});
