import { DrydockError } from '../../errors.ts';
import { inPieces } from './in-pieces.ts';

const lineEnd = '\r\n';
const longestHead = 32;

export interface RespLimits {
  /** bytes of one command, its heads included */
  commandBytes: number;
  /** words of one command */
  words: number;
}

/** A SET of the analysis of a layer with very many packages; Trivy sends five words at most. */
export const defaultRespLimits: RespLimits = { commandBytes: 256 * 1024 * 1024, words: 16 };

/** The commands that are whole now, each as its words; what is not whole waits for the next piece. */
export type CommandReader = (piece: Uint8Array) => Buffer[][];

/**
 * Reads commands of Redis' protocol (RESP 2: arrays of bulk strings) that come in pieces. Throws DrydockError `scanner_contract` for
 * anything else, and for more than the limits allow; nothing that follows can be read then.
 */
export function commandReader(limits: RespLimits = defaultRespLimits): CommandReader {
  return inPieces((bytes, at) => readCommand(bytes, at, limits));
}

type Read = { value: Buffer[]; end: number } | { wanted: number };

function readCommand(bytes: Buffer, start: number, limits: RespLimits): Read {
  const head = readHead(bytes, start, '*', limits.words);
  if ('wanted' in head) return head;
  const words: Buffer[] = [];
  let at = head.end;
  for (let left = head.value; left > 0; left--) {
    const length = readHead(bytes, at, '$', limits.commandBytes);
    if ('wanted' in length) return length;
    const end = length.end + length.value;
    if (end + lineEnd.length - start > limits.commandBytes) throw refuse('a command that is too large');
    if (bytes.length < end + lineEnd.length) return { wanted: end + lineEnd.length };
    if (bytes.toString('latin1', end, end + lineEnd.length) !== lineEnd) throw refuse('a word without its end');
    words.push(bytes.subarray(length.end, end));
    at = end + lineEnd.length;
  }
  return { value: words, end: at };
}

// `*3\r\n` or `$5\r\n`
function readHead(bytes: Buffer, at: number, mark: '*' | '$', most: number): { value: number; end: number } | Waiting {
  const text = bytes.toString('latin1', at, at + longestHead);
  const end = text.indexOf(lineEnd);
  if (text !== '' && !text.startsWith(mark)) throw refuse('something that is no command');
  if (end === -1 && text.length === longestHead) throw refuse('a head that does not end');
  if (end === -1) return { wanted: bytes.length + 1 };
  const digits = text.slice(1, end);
  if (!/^[0-9]{1,10}$/.test(digits) || Number(digits) > most) throw refuse('a head that is too large, or no number');
  return { value: Number(digits), end: at + end + lineEnd.length };
}

interface Waiting {
  wanted: number;
}

function refuse(what: string): DrydockError {
  return new DrydockError('scanner_contract', `the scanner sent ${what} to its cache`);
}

export const okReply = Buffer.from('+OK\r\n');
/** The answer to a GET of what is not there. */
export const nothingReply = Buffer.from('$-1\r\n');

/** Trivy ends a scan with this text when its SET gets it; line ends would end the reply. */
export function errorReply(text: string): Buffer {
  return Buffer.from(`-ERR ${text.replaceAll(/[\r\n]+/g, ' ')}${lineEnd}`);
}

export function bulkReply(value: Uint8Array): Buffer {
  return Buffer.concat([Buffer.from(`$${value.length}${lineEnd}`), value, Buffer.from(lineEnd)]);
}
