import { connect } from 'node:net';

export interface RawAnswer {
  status: number;
  headers: Record<string, string>;
  body: Buffer;
}

/** Sends bytes as they are and gives everything that came back until the server closed. */
export function sendRaw(port: number, ...parts: (string | Uint8Array)[]): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const received: Buffer[] = [];
    const socket = connect(port, '127.0.0.1', () => {
      for (const part of parts) socket.write(part);
    });
    socket.on('data', (part) => received.push(part));
    socket.on('end', () => resolve(Buffer.concat(received)));
    socket.on('error', reject);
  });
}

/** The answers in a stretch of bytes, interim ones included. */
export function parseAnswers(bytes: Buffer, isHead = false): RawAnswer[] {
  const answers: RawAnswer[] = [];
  let at = 0;
  while (at < bytes.length) {
    const headEnd = bytes.indexOf('\r\n\r\n', at);
    if (headEnd < 0) throw new Error(`no whole answer: ${bytes.subarray(at)}`);
    const [line = '', ...fields] = bytes.subarray(at, headEnd).toString('latin1').split('\r\n');
    const headers = Object.fromEntries(
      fields.map((field) => {
        const colon = field.indexOf(':');
        return [field.slice(0, colon).toLowerCase(), field.slice(colon + 1).trim()];
      }),
    );
    const status = Number(line.split(' ')[1]);
    const start = headEnd + 4;
    const isBodiless = isHead || status < 200 || status === 204;
    const rest = headers['content-length'] === undefined ? bytes.length - start : Number(headers['content-length']);
    at = start + (isBodiless ? 0 : rest);
    answers.push({ status, headers, body: bytes.subarray(start, at) });
  }
  return answers;
}

/** One request with `Connection: close` and a content length, unless the fields say otherwise. */
export async function ask(
  port: number,
  method: string,
  target: string,
  body: string | Uint8Array = '',
  fields: string[] = [],
) {
  const length = Buffer.byteLength(body);
  const head = [`${method} ${target} HTTP/1.1`, 'Host: localhost', 'Connection: close', ...fields];
  if (length > 0 || method === 'POST') head.push(`Content-Length: ${length}`);
  const answers = parseAnswers(await sendRaw(port, `${head.join('\r\n')}\r\n\r\n`, body), method === 'HEAD');
  return answers.at(-1)!;
}
