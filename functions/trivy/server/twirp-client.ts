import { Agent, type ClientRequest, type IncomingMessage, request } from 'node:http';
import { DrydockError } from '../../errors.ts';
import type { Timer } from '../timing.ts';
import type { ServerLimits } from './limits.ts';

export interface TwirpAnswer {
  status: number;
  /** parsed JSON */
  body: unknown;
}

/** Calls methods of one `trivy server`, in JSON, over connections that are kept. */
export interface TwirpClient {
  /**
   * Rejects with DrydockError `scanner_failed` when the server is gone, `scanner_timeout`, `report_too_large` or `scanner_contract`,
   * or with the reason of the signal.
   */
  call(method: string, body: object, signal?: AbortSignal): Promise<TwirpAnswer>;
  /** Whether the server answers at all. */
  isHealthy(): Promise<boolean>;
  close(): void;
}

export interface TwirpClientDeps {
  port: number;
  token: string;
  timer: Timer;
  limits: Pick<ServerLimits, 'callMs' | 'answerBytes'>;
}

const healthMs = 1_000;

export function twirpClient({ port, token, timer, limits }: TwirpClientDeps): TwirpClient {
  const agent = new Agent({ keepAlive: true });
  const place = { host: '127.0.0.1', port, agent };

  const post = async (path: string, body: object, signal?: AbortSignal): Promise<TwirpAnswer> => {
    signal?.throwIfAborted();
    const text = JSON.stringify(body);
    const headers = {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(text),
      'trivy-token': token,
    };
    const sent = request({ ...place, method: 'POST', path, headers });
    const cancel = (): void => void sent.destroy(asError(signal?.reason));
    signal?.addEventListener('abort', cancel, { once: true });
    const callOff = timer(limits.callMs, () =>
      sent.destroy(new DrydockError('scanner_timeout', "the scanner's server did not answer in time")),
    );
    try {
      sent.end(text);
      const response = await answerTo(sent);
      return { status: response.statusCode ?? 0, body: parse(await readAll(response, limits.answerBytes)) };
    } catch (cause) {
      if (cause instanceof DrydockError || signal?.aborted) throw signal?.aborted ? signal.reason : cause;
      throw new DrydockError('scanner_failed', "the scanner's server is gone", { cause });
    } finally {
      callOff();
      signal?.removeEventListener('abort', cancel);
    }
  };

  return {
    call: (method, body, signal) => post(`/twirp/trivy.${method}`, body, signal),
    async isHealthy() {
      const asked = request({ ...place, path: '/healthz', timeout: healthMs });
      asked.once('timeout', () => asked.destroy());
      try {
        asked.end();
        const response = await answerTo(asked);
        response.resume();
        return response.statusCode === 200;
      } catch {
        return false;
      }
    },
    close: () => agent.destroy(),
  };
}

function answerTo(sent: ClientRequest): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    sent.once('response', resolve);
    // Also after the answer began: destroying it reports here, and the answer's stream ends with an error of its own.
    sent.on('error', reject);
  });
}

async function readAll(response: IncomingMessage, limit: number): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of response) {
    size += (piece as Buffer).length;
    if (size > limit) throw new DrydockError('report_too_large', "the answer of the scanner's server is too large");
    pieces.push(piece as Buffer);
  }
  return Buffer.concat(pieces, size);
}

function parse(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString());
  } catch (cause) {
    throw new DrydockError('scanner_contract', "the answer of the scanner's server is not whole", { cause });
  }
}

const asError = (reason: unknown): Error => (reason instanceof Error ? reason : new Error(String(reason)));
