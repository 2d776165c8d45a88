import { lookup as systemLookup } from 'node:dns/promises';
import { type IncomingMessage, Agent as PlainAgent, request as plainRequest } from 'node:http';
import { Agent, request } from 'node:https';
import type { LookupFunction } from 'node:net';
import { rootCertificates } from 'node:tls';
import { DrydockError } from '../errors.ts';
import type { AddressPolicy, Trust } from './address-policy.ts';

/** Addresses of a host name; rejects when there are none. */
export type Resolve = (host: string) => Promise<readonly { address: string; family: number }[]>;

export interface DialerDeps {
  policy: AddressPolicy;
  /** the system's resolver when absent */
  resolve?: Resolve;
  /** certificates of authorities (PEM) that are trusted besides the well-known ones */
  authorities?: readonly string[];
  /** milliseconds until the headers of an answer are there */
  responseMs: number;
}

export interface Call {
  trust: Trust;
  headers?: Readonly<Record<string, string>>;
  signal?: AbortSignal | undefined;
}

/** One request, no redirects followed, any status. Rejects with DrydockError `forbidden_address` or `registry_unavailable`. */
export interface Dialer {
  get(url: URL, call: Call): Promise<IncomingMessage>;
  /** Ends idle connections. */
  close(): void;
}

/** As Dialer, with a body. */
export interface PostingDialer extends Dialer {
  post(url: URL, call: Call, body: Uint8Array): Promise<IncomingMessage>;
}

/**
 * node:https rather than undici: its `lookup` hands over the very addresses that were checked, and nothing needs installing.
 * The check runs where the connection is made, so a second answer of the resolver cannot slip in between.
 */
export function guardedDialer(deps: DialerDeps): PostingDialer {
  const { policy, resolve = (host) => systemLookup(host, { all: true }) } = deps;
  const ca = deps.authorities === undefined ? undefined : [...rootCertificates, ...deps.authorities];
  // By trust: a connection that a private registry may use is not there for a public one's redirect.
  const agents = new Map<string, PlainAgent | Agent>();
  const agentFor = (protocol: string, trust: Trust): PlainAgent => {
    const key = `${protocol} ${trust}`;
    const agent = agents.get(key) ?? newAgent(protocol, ca);
    agents.set(key, agent);
    return agent;
  };

  const send = async (url: URL, call: Call, body?: Uint8Array): Promise<IncomingMessage> => {
    policy.checkUrl(url, call.trust);
    call.signal?.throwIfAborted();
    const options = {
      agent: agentFor(url.protocol, call.trust),
      method: body === undefined ? 'GET' : 'POST',
      headers: {
        ...{ 'user-agent': 'drydock', 'accept-encoding': 'identity' },
        ...(body !== undefined && { 'content-length': String(body.length) }),
        ...call.headers,
      },
      lookup: checkedLookup(resolve, (address) => policy.checkAddress(url, call.trust, address)),
      ...(call.signal && { signal: call.signal }),
    };
    return answerOf(url, options, body, deps.responseMs);
  };

  return {
    get: (url, call) => send(url, call),
    post: send,
    close() {
      for (const agent of agents.values()) agent.destroy();
    },
  };
}

// Enough that a registry and a scanner work at the same time, not in turns.
const readAheadBytes = 1024 * 1024;

function newAgent(protocol: string, ca: string[] | undefined): PlainAgent {
  const options = { keepAlive: true, maxSockets: 16, scheduling: 'lifo' as const, highWaterMark: readAheadBytes };
  return protocol === 'https:' ? new Agent({ ...options, ...(ca && { ca }) }) : new PlainAgent(options);
}

function checkedLookup(resolve: Resolve, check: (address: string) => void): LookupFunction {
  return (host, options, callback) => {
    resolve(host).then(
      (addresses) => {
        try {
          for (const { address } of addresses) check(address);
        } catch (error) {
          return callback(error as Error, []);
        }
        const [first] = addresses;
        if (first === undefined) return callback(new Error(`${host} has no address`), []);
        return options.all ? callback(null, [...addresses]) : callback(null, first.address, first.family);
      },
      (error: Error) => callback(error as NodeJS.ErrnoException, []),
    );
  };
}

function answerOf(
  url: URL,
  options: object,
  body: Uint8Array | undefined,
  responseMs: number,
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const send = url.protocol === 'https:' ? request : plainRequest;
    const sent = send(url, options);
    const late = setTimeout(() => {
      sent.destroy(Object.assign(new Error(`no answer within ${responseMs} ms`), { code: 'ETIMEDOUT' }));
    }, responseMs);
    sent.on('response', (answer) => {
      clearTimeout(late);
      resolve(answer);
    });
    // After the answer has begun, its own stream fails: nobody hears this a second time.
    sent.on('error', (error) => {
      clearTimeout(late);
      reject(unavailable(url, error));
    });
    // Whoever switches to another protocol ends it without an answer and without an error.
    sent.on('close', () => {
      clearTimeout(late);
      reject(unavailable(url, new Error('closed without an answer')));
    });
    sent.end(body);
  });
}

/** What a connection died of, in our words; an abort is passed on as it is. */
export function unavailable(url: URL, error: unknown): unknown {
  if (error instanceof DrydockError) return error;
  if (error instanceof Error && error.name === 'AbortError') return error.cause ?? error;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const reason =
    reasons.get(code) ?? (code.includes('CERT') ? 'its certificate is not trusted' : 'the connection failed');
  return new DrydockError('registry_unavailable', `${url.host} cannot be reached: ${reason}`, { cause: error });
}

const reasons: ReadonlyMap<string, string> = new Map([
  ['ENOTFOUND', 'there is no such host'],
  ['EAI_AGAIN', 'its name cannot be looked up at the moment'],
  ['ECONNREFUSED', 'the connection was refused'],
  ['ECONNRESET', 'the connection was reset'],
  ['ETIMEDOUT', 'it does not answer'],
]);
