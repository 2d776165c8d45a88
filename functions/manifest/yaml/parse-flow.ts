import { nextToken, peekToken, skipToken } from './next-token.ts';
import * as P from './parser.ts';
import * as T from './tokens.ts';

const endFlow = (p: P.Parser): void => {
  P.endCollection(p);
  p.starts.pop();
  P.nodeDone(p);
  skipToken(p.scanner);
};

/** Moves behind the comma that must separate entries. */
const nextEntry = (p: P.Parser, isFirst: boolean, end: number, problem: string): T.Token => {
  const token = peekToken(p.scanner);
  if (isFirst || token.kind === end) return token;
  if (token.kind !== T.FLOW_ENTRY) throw P.parserError(problem, token.line, p.starts.at(-1));
  return nextToken(p.scanner);
};

/** An entry of `[…]`: a node, a pair `a: b`, or the end. */
export const parseFlowEntry = (p: P.Parser) => {
  const isFirst = p.state === P.FIRST_FLOW_ENTRY;
  const token = nextEntry(p, isFirst, T.FLOW_SEQUENCE_END, "did not find expected ',' or ']'");
  if (token.kind === T.FLOW_SEQUENCE_END) return endFlow(p);
  if (token.kind !== T.KEY) return P.expectNode(p, P.NODE, P.FLOW_ENTRY);
  P.beginPair(p, token.line);
  skipToken(p.scanner);
  p.state = P.PAIR_KEY;
};

const endsEntry = (kind: number): boolean => kind === T.FLOW_ENTRY || kind === T.FLOW_SEQUENCE_END;

/** The key of a pair within `[…]`. libyaml drops the token behind a key that is left out, which this must do, too. */
export const parsePairKey = (p: P.Parser) => {
  const token = peekToken(p.scanner);
  if (token.kind !== T.VALUE && !endsEntry(token.kind)) return P.expectNode(p, P.NODE, P.PAIR_VALUE);
  skipToken(p.scanner);
  P.addNothing(p, token.line);
  p.state = P.PAIR_VALUE;
};

export const parsePairValue = (p: P.Parser) => {
  const token = peekToken(p.scanner);
  if (token.kind === T.VALUE && !endsEntry(nextToken(p.scanner).kind)) return P.expectNode(p, P.NODE, P.PAIR_END);
  P.addNothing(p, token.line);
  p.state = P.PAIR_END;
};

export const parsePairEnd = (p: P.Parser): void => {
  peekToken(p.scanner);
  P.endCollection(p);
  p.state = P.FLOW_ENTRY;
};

const isLeftOut = (kind: number): boolean => kind === T.VALUE || kind === T.FLOW_ENTRY || kind === T.FLOW_MAPPING_END;

/** A key of `{…}`, or the end. */
export const parseFlowKey = (p: P.Parser) => {
  const isFirst = p.state === P.FIRST_FLOW_KEY;
  const token = nextEntry(p, isFirst, T.FLOW_MAPPING_END, "did not find expected ',' or '}'");
  if (token.kind === T.FLOW_MAPPING_END) return endFlow(p);
  if (token.kind !== T.KEY) return P.expectNode(p, P.NODE, P.EMPTY_FLOW_VALUE);
  const { kind, line } = nextToken(p.scanner);
  if (!isLeftOut(kind)) return P.expectNode(p, P.NODE, P.FLOW_VALUE);
  P.addNothing(p, line);
  p.state = P.FLOW_VALUE;
};

/** The value behind a key of `{…}`, which may be left out. */
export const parseFlowValue = (p: P.Parser) => {
  let token = peekToken(p.scanner);
  if (p.state === P.FLOW_VALUE && token.kind === T.VALUE) {
    token = nextToken(p.scanner);
    if (token.kind !== T.FLOW_ENTRY && token.kind !== T.FLOW_MAPPING_END) {
      return P.expectNode(p, P.NODE, P.FLOW_KEY);
    }
  }
  P.addNothing(p, token.line);
  p.state = P.FLOW_KEY;
};
