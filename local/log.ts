import type { Log } from '../functions/api/log.ts';
import { timeOfDay } from './time-text.ts';

type Level = 'info' | 'warn' | 'error';

export interface TextLogOptions {
  /** gets whole lines, several at once under load */
  write(lines: string): void;
  /** milliseconds since 1970 */
  clock(): number;
  /** only warnings and errors */
  isQuiet?: boolean;
  /** runs `flush` a little later; at the end of this turn of the event loop when absent */
  later?(flush: () => void): void;
}

export interface TextLog extends Log {
  readonly isQuiet: boolean;
  /** Adds whole lines that another thread has made. */
  append(lines: string): void;
  /** Writes what waits. */
  flush(): void;
}

/** For `later`: a moment that nobody notices, in which a busy server gathers hundreds of lines. */
export const inAMoment = (flush: () => void): void => void setTimeout(flush, 20);

/** Short lines for people: time, level unless it is info, message, fields. */
export function textLog({ write, clock, isQuiet = false, later = setImmediate }: TextLogOptions): TextLog {
  let pending = '';
  const flush = (): void => {
    const lines = pending;
    pending = '';
    if (lines !== '') write(lines);
  };
  const append = (lines: string): void => {
    if (pending === '') later(flush);
    pending += lines;
  };
  const line = (level: Level, message: string, fields?: Record<string, unknown>): void => {
    append(
      `${timeOfDay(clock())} ${level === 'info' ? '' : `${level}: `}${message}${fields ? fieldText(fields) : ''}\n`,
    );
  };
  return {
    isQuiet,
    info: isQuiet ? () => {} : (message, fields) => line('info', message, fields),
    warn: (message, fields) => line('warn', message, fields),
    error: (message, fields) => line('error', message, fields),
    append,
    flush,
  };
}

function fieldText(fields: Record<string, unknown>): string {
  let text = '';
  for (const name in fields) {
    const value = fields[name];
    if (value !== undefined) text += ` ${name}=${value instanceof Error ? errorText(value) : plain(value)}`;
  }
  return text;
}

function plain(value: unknown): string {
  if (typeof value === 'number') return String(Math.round(value * 100) / 100);
  const text = String(value);
  if (/^[\w/.:{}$+-]+$/.test(text)) return text;
  // Quoted, a value can neither break the line nor steer a terminal.
  return /^[\w/.:{}$+ -]+$/.test(text)
    ? `"${text}"`
    : JSON.stringify(text).replace(/[\x7f-\x9f\u2028-\u202e\u2066-\u2069]/g, '\ufffd');
}

const errorText = (error: Error): string => {
  const cause = error.cause instanceof Error ? error.cause : error;
  return plain(`${error.message}${cause === error ? '' : ` < ${cause.stack ?? cause.message}`}`);
};
