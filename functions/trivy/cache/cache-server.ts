import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { DrydockError } from '../../errors.ts';
import { listenResp, type RespConversation } from './listen-resp.ts';
import { bulkReply, defaultRespLimits, errorReply, nothingReply, okReply, type RespLimits } from './resp.ts';

/** What one Trivy finds in its cache. A DrydockError that a method rejects with is told to Trivy, which fails then. */
export interface Keyspace {
  get(key: string): Promise<Uint8Array | undefined>;
  /** `value` is the caller's to keep */
  set(key: string, value: Buffer): Promise<void>;
}

export interface CacheSession {
  /** for `--cache-backend`; holds the secret */
  url: string;
  /** From here on the secret opens nothing. */
  close(): void;
}

/** A cache of Trivy on loopback. Each session sees a keyspace of its own, and nobody sees any without its name and secret. */
export interface CacheServer {
  open(keyspace: Keyspace): CacheSession;
  close(): Promise<void>;
}

interface Session {
  secret: Buffer;
  keyspace: Keyspace;
}

export interface CacheServerOptions {
  limits?: RespLimits;
  /** an unguessable word */
  newWord?: () => string;
}

// Enough to say who one is.
const strangersLimit = 1_024;

export async function cacheServer(options: CacheServerOptions = {}): Promise<CacheServer> {
  const { limits = defaultRespLimits, newWord = () => randomBytes(16).toString('hex') } = options;
  const sessions = new Map<string, Session>();
  const nobody = digest(newWord());

  const begin = (own: RespLimits): RespConversation => {
    let name: string | undefined;
    own.commandBytes = strangersLimit;
    return async (command, words) => {
      if (command === 'PING') return pongReply;
      // A client that asks for another protocol goes on with this one when it is refused.
      if (command === 'HELLO') return errorReply('this cache speaks RESP 2');
      if (command === 'AUTH') {
        const [user = '', secret = ''] = words.map(String);
        const isRight = timingSafeEqual(sessions.get(user)?.secret ?? nobody, digest(secret)) && words.length === 2;
        name = isRight ? user : undefined;
        own.commandBytes = isRight ? limits.commandBytes : strangersLimit;
        return isRight ? okReply : wrongReply;
      }
      const session = sessions.get(name ?? '');
      if (session === undefined) return strangerReply;
      try {
        return await answer(session.keyspace, command, words);
      } catch (error) {
        return errorReply(error instanceof DrydockError ? error.message : 'the cache has failed');
      }
    };
  };
  const server = await listenResp(begin, limits);

  return {
    open(keyspace) {
      const [name, secret] = [newWord(), newWord()];
      sessions.set(name, { keyspace, secret: digest(secret) });
      return {
        url: `redis://${name}:${secret}@127.0.0.1:${server.port}`,
        close: () => void sessions.delete(name),
      };
    },
    close: () => server.close(),
  };
}

async function answer(keyspace: Keyspace, command: string, words: readonly Buffer[]): Promise<Buffer> {
  const [key, value, option] = words;
  if (command === 'SELECT' || command === 'CLIENT') return okReply;
  if (command === 'GET' && key !== undefined && words.length === 1) {
    const found = await keyspace.get(key.toString());
    return found === undefined ? nothingReply : bulkReply(found);
  }
  const expires = words.length === 4 && option?.toString().toUpperCase() === 'EX';
  if (command === 'SET' && key !== undefined && value !== undefined && (words.length === 2 || expires)) {
    await keyspace.set(key.toString(), value);
    return okReply;
  }
  throw new DrydockError(
    'scanner_contract',
    `this cache does not know ${command.slice(0, 32)} with ${words.length} words`,
  );
}

const pongReply = Buffer.from('+PONG\r\n');
const wrongReply = Buffer.from('-WRONGPASS invalid name or secret\r\n');
const strangerReply = Buffer.from('-NOAUTH who is this\r\n');

// Of one length, so that they can be compared in constant time.
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
