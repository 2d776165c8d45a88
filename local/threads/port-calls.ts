import { DrydockError, type ErrorCode } from '../../functions/errors.ts';

/** What one side of a port can be asked, by name. Arguments and results are what threads can send each other. */
export type Methods = Record<string, (argument: never) => unknown>;

type Argument<Method extends (argument: never) => unknown> = Parameters<Method>[0];

export interface PortCalls<Other extends Methods> {
  /** Rejects with the other side's DrydockError, or with the one of `end`. */
  call<Name extends keyof Other & string>(
    name: Name,
    argument?: Argument<Other[Name]>,
  ): Promise<Awaited<ReturnType<Other[Name]>>>;
  /** Asks for something and waits for nothing. */
  tell<Name extends keyof Other & string>(name: Name, argument?: Argument<Other[Name]>): void;
  /** The other side is gone: rejects what waits and whatever is asked later. */
  end(error: Error): void;
}

/** The part of MessagePort and Worker that is needed. */
interface Port {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (message: Message) => void): unknown;
}

type Message =
  | { name: string; argument?: unknown; call?: number }
  | { answer: number; value?: unknown; error?: { code: ErrorCode; message: string } };

interface Waiting {
  resolve(value: never): void;
  reject(error: Error): void;
}

/** Calls in both directions over the port of a thread. */
export function portCalls<Other extends Methods>(port: Port, mine: Methods): PortCalls<Other> {
  const waiting = new Map<number, Waiting>();
  let calls = 0;
  let ended: Error | undefined;

  const serve = async (name: string, argument: unknown): Promise<unknown> => mine[name]?.(argument as never);
  const answer = (call: number, message: Omit<Extract<Message, { answer: number }>, 'answer'>): void =>
    port.postMessage({ answer: call, ...message });

  port.on('message', (message) => {
    if ('answer' in message) {
      const caller = waiting.get(message.answer);
      waiting.delete(message.answer);
      if (message.error === undefined) caller?.resolve(message.value as never);
      else caller?.reject(new DrydockError(message.error.code, message.error.message));
      return;
    }
    const { name, argument, call } = message;
    const served = serve(name, argument);
    if (call === undefined) return;
    served.then(
      (value) => answer(call, { value }),
      (error: unknown) => answer(call, { error: plainError(error) }),
    );
  });
  return {
    call(name, argument) {
      if (ended !== undefined) return Promise.reject(ended);
      calls += 1;
      const call = calls;
      return new Promise((resolve, reject) => {
        waiting.set(call, { resolve, reject });
        port.postMessage({ name, argument, call });
      });
    },
    tell(name, argument) {
      if (ended === undefined) port.postMessage({ name, argument });
    },
    end(error) {
      ended ??= error;
      for (const { reject } of waiting.values()) reject(ended);
      waiting.clear();
    },
  };
}

const plainError = (error: unknown): { code: ErrorCode; message: string } =>
  error instanceof DrydockError
    ? { code: error.code, message: error.message }
    : { code: 'internal', message: error instanceof Error ? error.message : String(error) };
