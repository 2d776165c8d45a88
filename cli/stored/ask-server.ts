import { CommandError } from '../command.ts';

/** A server and what it takes for credentials: the secret of server.json or an API key. */
export interface ServerAccess {
  /** without a slash at the end */
  url: string;
  secret?: string | undefined;
}

const patience = 30_000;

const problemOf = async (response: Response): Promise<string> => {
  const text = await response.text();
  try {
    const { detail, title } = JSON.parse(text) as { detail?: string; title?: string };
    return detail ?? title ?? text;
  } catch {
    return text;
  }
};

/** Sends one request and gives the JSON of its answer, undefined for an empty one. Rejects with CommandError, with the server's words where it has any, or with the signal's reason. */
export const askServer = async (
  { url, secret }: ServerAccess,
  method: string,
  path: string,
  body?: object,
  signal?: AbortSignal,
): Promise<unknown> => {
  let response: Response;
  try {
    response = await fetch(url + path, {
      method,
      headers: secret ? { authorization: `Bearer ${secret}` } : {},
      // Only reading leads elsewhere, to a large report; the credentials stay behind when that is another host.
      redirect: method === 'GET' ? 'follow' : 'error',
      signal: AbortSignal.any([AbortSignal.timeout(patience), ...(signal === undefined ? [] : [signal])]),
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  } catch (error) {
    signal?.throwIfAborted();
    throw new CommandError(`the server at ${url} does not answer: ${(error as Error).message}`, { cause: error });
  }
  if (!response.ok) throw new CommandError(await problemOf(response));
  return response.status === 204 ? undefined : response.json();
};
