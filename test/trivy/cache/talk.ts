import { connect, type Socket } from 'node:net';
import { bulkReply } from '../../../functions/trivy/cache/resp.ts';

export interface Talk {
  /** Sends one command; the reply as text, to its end. */
  say(...words: (string | Uint8Array)[]): Promise<string>;
  end(): void;
}

const commandOf = (words: readonly (string | Uint8Array)[]): Buffer =>
  Buffer.concat([Buffer.from(`*${words.length}\r\n`), ...words.map((word) => bulkReply(Buffer.from(word)))]);

/** A client of Redis' protocol, as simple as can be. The reply is '' when the connection ended. */
export async function talkTo(url: string, login = true): Promise<Talk> {
  const { hostname, port, username, password } = new URL(url);
  const socket: Socket = connect(Number(port), hostname);
  let text = '';
  let isOver = false;
  let notice = (): void => undefined;
  socket.on('data', (piece) => {
    text += piece.toString('latin1');
    notice();
  });
  socket.on('error', () => undefined);
  socket.on('close', () => {
    isOver = true;
    notice();
  });
  const reply = (): string | undefined => {
    const head = /^(?:[+:-][^\r]*|\$(-?[0-9]+))\r\n/.exec(text);
    if (head === null) return isOver ? '' : undefined;
    const length = head[1] === undefined || head[1] === '-1' ? 0 : Number(head[1]) + 2;
    if (text.length < head[0].length + length) return isOver ? '' : undefined;
    const whole = text.slice(0, head[0].length + length);
    text = text.slice(whole.length);
    return whole;
  };
  const say: Talk['say'] = async (...words) => {
    socket.write(commandOf(words));
    for (;;) {
      const got = reply();
      if (got !== undefined) return got;
      await new Promise<void>((resolve) => {
        notice = resolve;
      });
    }
  };
  if (login) await say('auth', username, password);
  return { say, end: () => socket.destroy() };
}
