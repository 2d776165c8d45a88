import { type Answer, textAnswer } from '../api/answer.ts';

/** What Lambda takes from a function, escapes of the JSON around the body included. */
const lambdaBytes = 6_291_456;
/** A body below cannot grow beyond: an escape has at most six bytes for one. */
const surelyFits = 1_000_000;

/** The answer itself, or 413 where Lambda would drop it and its caller see a 500. */
export function fitAnswer(answer: Answer): Answer {
  if (answer.body.length < surelyFits || Buffer.byteLength(JSON.stringify(answer)) <= lambdaBytes) return answer;
  const refusal = textAnswer(413, `the answer is larger than ${lambdaBytes} bytes with its escapes\n`);
  return { ...refusal, headers: { ...answer.headers, ...refusal.headers } };
}
