import { timingSafeEqual } from 'node:crypto';
import { listenResp, type RespConversation } from '../cache/listen-resp.ts';
import { bulkReply, errorReply, nothingReply, okReply } from '../cache/resp.ts';

/** A read-only cache for a `trivy server`: it serves what calls hold in memory now, and nothing else. */
export interface HeldDocuments {
  /** `redis://…` of this cache, its secret included */
  url: string;
  /** Serves documents under ids that nobody else has, in the same order, until they are released. */
  hold(documents: readonly Uint8Array[]): Holding;
  close(): Promise<void>;
}

export interface Holding {
  ids: readonly string[];
  release(): void;
}

const blobKey = 'fanal::blob::';

/** `secret` (hexadecimal) is asked of each connection. */
export async function holdDocuments(secret: string): Promise<HeldDocuments> {
  const documents = new Map<string, Uint8Array>();
  let holdings = 0;
  const server = await listenResp(() => conversation(secret, (id) => documents.get(id)));
  return {
    url: `redis://drydock:${secret}@127.0.0.1:${server.port}`,
    hold(held) {
      const holding = ++holdings;
      const ids = held.map((_, place) => `${holding}/${place}`);
      for (const [place, document] of held.entries()) documents.set(ids[place]!, document);
      return { ids, release: () => ids.forEach((id) => void documents.delete(id)) };
    },
    close: () => server.close(),
  };
}

function conversation(secret: string, read: (id: string) => Uint8Array | undefined): RespConversation {
  let isOpen = false;
  return (name, words) => {
    if (name === 'AUTH') {
      isOpen = isSame(words.at(-1), secret);
      return isOpen ? okReply : errorReply('WRONGPASS');
    }
    if (!isOpen) return errorReply('NOAUTH');
    if (name !== 'GET') return errorReply('this cache is only read from');
    const key = words[0]?.toString('latin1') ?? '';
    const document = key.startsWith(blobKey) ? read(key.slice(blobKey.length)) : undefined;
    return document === undefined ? nothingReply : bulkReply(document);
  };
}

function isSame(word: Buffer | undefined, secret: string): boolean {
  const expected = Buffer.from(secret);
  return word !== undefined && word.length === expected.length && timingSafeEqual(word, expected);
}
