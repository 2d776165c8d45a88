import { Agent, request } from 'node:http';

export interface Asked {
  status: number;
  body: string;
  /** milliseconds until the whole answer was there */
  took: number;
}

const agent = new Agent({ keepAlive: true, maxSockets: 128, maxFreeSockets: 4 });

/** One request over connections that are kept; a body makes it a POST. */
export function ask(url: string, body?: string | Buffer, headers: Record<string, string> = {}): Promise<Asked> {
  const start = performance.now();
  return new Promise((resolve, reject) => {
    const sent = request(url, { agent, method: body === undefined ? 'GET' : 'POST', headers }, async (response) => {
      const chunks: Buffer[] = await response.toArray();
      const text = Buffer.concat(chunks).toString();
      resolve({ status: response.statusCode ?? 0, body: text, took: performance.now() - start });
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

export function endAsking(): void {
  agent.destroy();
}
