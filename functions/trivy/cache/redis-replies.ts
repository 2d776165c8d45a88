import { DrydockError } from '../../errors.ts';
import { inPieces } from './in-pieces.ts';

/** What a server of Redis says to one command: a value or nothing, or why not. */
export type RedisReply = { value: Buffer | undefined } | { refusal: string };

const lineEnd = '\r\n';
const longestLine = 4_096;

/** Reads the replies to GET, SET, AUTH and SELECT that come in pieces. Throws DrydockError `storage_unavailable` for any other. */
export function replyReader(mostBytes: number): (piece: Buffer) => RedisReply[] {
  return inPieces((bytes, at) => readReply(bytes, at, mostBytes));
}

function readReply(
  bytes: Buffer,
  at: number,
  mostBytes: number,
): { value: RedisReply; end: number } | { wanted: number } {
  const head = bytes.toString('latin1', at, at + longestLine);
  const lineLength = head.indexOf(lineEnd);
  if (lineLength === -1 && head.length === longestLine) throw strange();
  if (lineLength === -1) return { wanted: bytes.length + 1 };
  const [kind, text] = [head[0], head.slice(1, lineLength)];
  const start = at + lineLength + lineEnd.length;
  if (kind === '+') return { value: { value: Buffer.from(text) }, end: start };
  if (kind === '-') return { value: { refusal: text }, end: start };
  if (kind !== '$' || !/^(?:-1|[0-9]{1,10})$/.test(text) || Number(text) > mostBytes) throw strange();
  if (text === '-1') return { value: { value: undefined }, end: start };
  const end = start + Number(text);
  if (bytes.length < end + lineEnd.length) return { wanted: end + lineEnd.length };
  return { value: { value: bytes.subarray(start, end) }, end: end + lineEnd.length };
}

function strange(): DrydockError {
  return new DrydockError('storage_unavailable', 'the Redis that keeps analyses answers as none does');
}
