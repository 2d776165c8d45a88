import { DrydockError } from '../errors.ts';
import type { NotifyLog, Reply } from './ports.ts';

/** What came of one try. */
export interface Outcome {
  /** absent when the receiver took the message */
  error?: string;
  retryAfterMs?: number | undefined;
  /** trying again cannot help */
  isFinal: boolean;
  /** the receiver wants nothing any more */
  isGone: boolean;
  /** nobody answered */
  isSilent: boolean;
}

const none = { isFinal: false, isGone: false, isSilent: false } as const;
const finalCodes = ['forbidden_address', 'credentials_gone', 'bad_configuration'];

/** Tells what came of sending; never rejects. */
export async function tryOnce(log: NotifyLog, send: () => Promise<Reply>): Promise<Outcome> {
  try {
    return outcomeOf(await send());
  } catch (error) {
    const code = codeOf(error);
    if (code === 'internal') log.warn('sending failed', { error });
    const message = error instanceof DrydockError ? error.message : 'it could not be sent';
    return { ...none, error: message, isFinal: finalCodes.includes(code), isSilent: code === 'registry_unavailable' };
  }
}

function outcomeOf({ status, retryAfter }: Reply): Outcome {
  if (status >= 200 && status < 300) return none;
  const isGone = status === 410;
  const retryAfterMs = retryAfter === undefined ? undefined : retryAfter * 1_000;
  return { ...none, error: `the receiver answered ${status}`, isFinal: isGone, isGone, retryAfterMs };
}

export const codeOf = (error: unknown): string => (error instanceof DrydockError ? error.code : 'internal');
