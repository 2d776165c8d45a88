import type { Context } from 'aws-lambda';
import type { Log } from '../api/log.ts';

export interface LambdaLogOptions {
  /** gets one line with its newline */
  write(line: string): void;
  /** milliseconds since 1970 */
  clock(): number;
}

/** One JSON object a line with the names that Powertools uses, each with the invocation it belongs to. */
export function lambdaLog({ write, clock }: LambdaLogOptions): Log & { begin(context: Context): void } {
  let invocation: { function_request_id: string; cold_start: boolean } | undefined;
  const line =
    (level: 'INFO' | 'WARN' | 'ERROR') =>
    (message: string, fields?: Record<string, unknown>): void => {
      const timestamp = new Date(clock()).toISOString();
      const entry = { level, message, timestamp, service: 'drydock', ...invocation, ...fields };
      write(`${JSON.stringify(entry, errorsToo)}\n`);
    };
  return {
    begin({ awsRequestId }) {
      invocation = { function_request_id: awsRequestId, cold_start: invocation === undefined };
    },
    info: line('INFO'),
    warn: line('WARN'),
    error: line('ERROR'),
  };
}

// JSON would make `{}` of an error.
function errorsToo(_name: string, value: unknown): unknown {
  if (!(value instanceof Error)) return value;
  const { name, message, stack, cause } = value;
  return { name, message, stack, ...(cause !== undefined && { cause }) };
}
