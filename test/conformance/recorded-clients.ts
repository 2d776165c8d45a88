import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** What a real client sent to kubesec over one connection, and what it got. */
export interface RecordedClient {
  case: string;
  connections: {
    request: { line: string; headers: [string, string][]; body?: string; bodyBase64?: string; sha256?: string };
    interim?: string[];
    response: {
      line: string;
      headers: [string, string][];
      firstLine?: string;
      reports?: { object: string; valid: boolean; score: number; message: string }[];
    };
  }[];
}

const folder =
  process.env.DRYDOCK_HTTP_CLIENTS ?? fileURLToPath(new URL('../../../shared/http-clients', import.meta.url));

/** Empty where the recordings are not there. Bodies too large to be recorded are left out. */
export const recordedClients = (): RecordedClient[] =>
  (existsSync(folder) ? readdirSync(folder) : [])
    .filter((name) => name.endsWith('.json'))
    .map((name): RecordedClient => JSON.parse(readFileSync(`${folder}/${name}`, 'utf8')))
    .filter(({ connections }) => connections.every(({ request }) => request.sha256 === undefined));
