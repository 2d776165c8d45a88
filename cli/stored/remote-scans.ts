import type { ServerFile } from '../../local/server-file.ts';
import { CommandError } from '../command.ts';
import type { ScanQuery, StoredScans } from './stored-scans.ts';

const patience = 30_000;

const queryOf = ({ object, limit, cursor }: ScanQuery): string => {
  const query = new URLSearchParams({ kind: 'manifest', limit: String(limit) });
  if (object !== undefined) query.set('object', object);
  if (cursor !== undefined) query.set('cursor', cursor);
  return query.toString();
};

const problemOf = async (response: Response): Promise<string> => {
  const text = await response.text();
  try {
    const { detail, title } = JSON.parse(text) as { detail?: string; title?: string };
    return detail ?? title ?? text;
  } catch {
    return text;
  }
};

/** Asks the server that runs on a data directory; its secret proves that we may. */
export const remoteScans = ({ url, secret }: ServerFile): StoredScans => {
  const ask = async (path: string): Promise<unknown> => {
    let response: Response;
    try {
      const headers = { authorization: `Bearer ${secret}` };
      response = await fetch(url + path, { headers, redirect: 'error', signal: AbortSignal.timeout(patience) });
    } catch (error) {
      throw new CommandError(`the server at ${url} does not answer: ${(error as Error).message}`, { cause: error });
    }
    if (!response.ok) throw new CommandError(await problemOf(response));
    return response.json();
  };
  return {
    list: async (query) => (await ask(`/scans?${queryOf(query)}`)) as Awaited<ReturnType<StoredScans['list']>>,
    get: async (id) => (await ask(`/scans/${encodeURIComponent(id)}`)) as Awaited<ReturnType<StoredScans['get']>>,
    close: async () => {},
  };
};
