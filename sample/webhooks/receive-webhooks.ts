import { createServer, type IncomingMessage } from 'node:http';
import type { CloudEvent } from '../../functions/notify/event.ts';
import { plainMessage } from '../../functions/notify/message-text.ts';
import { type LoopbackListener, listenOnLoopback } from '../listen-on-loopback.ts';
import { isSigned } from './is-signed.ts';

export interface ReceiverOptions {
  /** 0: any free one */
  port: number;
  clock: () => number;
  /** shows a text to whoever sits there */
  say: (text: string) => void;
}

interface Reply {
  status: number;
  text: string;
}

/** A receiver of webhooks on loopback: shows each message once, when its signature is right. `POST /secret` takes what drydock answered when the secret was made. */
export function receiveWebhooks({ port, clock, say }: ReceiverOptions): Promise<LoopbackListener> {
  const secrets: string[] = [];
  const seen = new Set<string>();
  const learn = (body: string): Reply => {
    const secret = secretIn(body);
    if (secret === undefined)
      return { status: 400, text: 'there is no secret: it is shown once, and when it is rotated' };
    secrets.push(secret);
    return { status: 200, text: 'messages that are signed with this secret are shown' };
  };
  const receive = ({ headers }: IncomingMessage, body: string): Reply => {
    const id = String(headers['webhook-id']);
    if (!isSigned({ headers, body }, secrets, clock())) {
      say(`A message was refused: it is not signed with a secret that was posted to /secret.\n`);
      return { status: 401, text: 'not signed with a secret that is known here' };
    }
    const isKnown = seen.has(id);
    seen.add(id);
    say(isKnown ? `Message ${id} came again: dropped.\n` : messageText(id, JSON.parse(body) as CloudEvent, clock()));
    return { status: 200, text: isKnown ? 'known already' : 'thank you' };
  };
  const server = createServer(async (request, response) => {
    if (request.method !== 'POST') return void response.writeHead(405).end();
    const pieces: Buffer[] = [];
    for await (const piece of request) pieces.push(piece as Buffer);
    const body = Buffer.concat(pieces).toString();
    const { status, text } = request.url === '/secret' ? learn(body) : receive(request, body);
    response.writeHead(status, { 'content-type': 'text/plain' }).end(`${text}\n`);
  });
  return listenOnLoopback(server, port);
}

function secretIn(body: string): string | undefined {
  try {
    const { secret } = JSON.parse(body) as { secret?: unknown };
    return typeof secret === 'string' && secret.startsWith('whsec_') ? secret : undefined;
  } catch {
    return undefined;
  }
}

function messageText(id: string, event: CloudEvent, now: number): string {
  const { subject, text } = plainMessage(event);
  const lines = text.split('\n').slice(2, -1);
  return [
    `${new Date(now).toISOString()}  ${subject}`,
    ...lines.map((line) => `  ${line}`),
    `  signed, webhook-id ${id}, type ${event.type}`,
    '',
  ].join('\n');
}
