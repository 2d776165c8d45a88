import { nextToken, peekToken, skipToken } from './next-token.ts';
import * as P from './parser.ts';
import * as T from './tokens.ts';

const endBlock = (p: P.Parser): void => {
  P.endCollection(p);
  p.starts.pop();
  P.nodeDone(p);
  skipToken(p.scanner);
};

/** `- node`, or the end of a block sequence. */
export const parseBlockSequenceEntry = (p: P.Parser) => {
  const token = peekToken(p.scanner);
  if (token.kind === T.BLOCK_END) return endBlock(p);
  if (token.kind !== T.BLOCK_ENTRY) {
    throw P.parserError("did not find expected '-' indicator", token.line, p.starts.at(-1));
  }
  const { kind } = nextToken(p.scanner);
  if (kind === T.BLOCK_ENTRY || kind === T.BLOCK_END) P.addNothing(p, token.line);
  else P.expectNode(p, P.NODE, P.BLOCK_SEQUENCE_ENTRY);
};

/** `- node` of a sequence that stands at the column of the key it belongs to. It ends with anything else. */
export const parseIndentlessEntry = (p: P.Parser): void => {
  const token = peekToken(p.scanner);
  if (token.kind !== T.BLOCK_ENTRY) {
    P.endCollection(p);
    P.nodeDone(p);
    return;
  }
  const { kind } = nextToken(p.scanner);
  if (kind === T.BLOCK_ENTRY || kind === T.KEY || kind === T.VALUE || kind === T.BLOCK_END) P.addNothing(p, token.line);
  else P.expectNode(p, P.NODE, P.INDENTLESS_ENTRY);
};

const isLeftOut = (kind: number): boolean => kind === T.KEY || kind === T.VALUE || kind === T.BLOCK_END;

/** The key of a block mapping, or its end. */
export const parseBlockKey = (p: P.Parser) => {
  const token = peekToken(p.scanner);
  if (token.kind === T.BLOCK_END) return endBlock(p);
  if (token.kind !== T.KEY) throw P.parserError('did not find expected key', token.line, p.starts.at(-1));
  if (!isLeftOut(nextToken(p.scanner).kind)) return P.expectNode(p, P.NODE_OR_INDENTLESS, P.BLOCK_VALUE);
  P.addNothing(p, token.line);
  p.state = P.BLOCK_VALUE;
};

/** The value behind a key, which may be left out. */
export const parseBlockValue = (p: P.Parser) => {
  const token = peekToken(p.scanner);
  if (token.kind === T.VALUE && !isLeftOut(nextToken(p.scanner).kind)) {
    return P.expectNode(p, P.NODE_OR_INDENTLESS, P.BLOCK_KEY);
  }
  P.addNothing(p, token.line);
  p.state = P.BLOCK_KEY;
};
