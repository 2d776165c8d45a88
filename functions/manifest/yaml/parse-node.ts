import { nextToken, peekToken, skipToken } from './next-token.ts';
import { MAPPING, SEQUENCE } from './nodes.ts';
import * as P from './parser.ts';
import * as T from './tokens.ts';

const resolveTag = (p: P.Parser, token: T.Token): string => {
  if (token.text === '') return token.suffix;
  const prefix = p.tagPrefixes.get(token.text);
  if (prefix === undefined) throw P.parserError('found undefined tag handle', token.line, p.line);
  return prefix + token.suffix;
};

/** Reads an anchor and a tag, in any order, and returns the token behind them. */
const readProperties = (p: P.Parser, first: T.Token): T.Token => {
  p.anchor = '';
  p.tag = '';
  p.line = first.line;
  let token = first;
  let tag: T.Token | undefined;
  if (token.kind === T.TAG) {
    tag = token;
    token = nextToken(p.scanner);
  }
  if (token.kind === T.ANCHOR) {
    p.anchor = token.text;
    token = nextToken(p.scanner);
    if (token.kind === T.TAG && tag === undefined) {
      tag = token;
      token = nextToken(p.scanner);
    }
  }
  if (tag !== undefined) p.tag = resolveTag(p, tag);
  return token;
};

const begin = (p: P.Parser, kind: typeof MAPPING | typeof SEQUENCE, state: number, token: T.Token): void => {
  P.beginCollection(p, kind);
  p.starts.push(token.line);
  skipToken(p.scanner);
  p.state = state;
};

/** Reads a node up to its content; of a collection only the beginning. */
export const parseNode = (p: P.Parser) => {
  const first = peekToken(p.scanner);
  if (first.kind === T.ALIAS) {
    P.addAlias(p, first.text, first.line);
    P.nodeDone(p);
    skipToken(p.scanner);
    return;
  }
  const token = readProperties(p, first);
  const tagAllowsAny = p.tag === '!';
  switch (token.kind) {
    case T.PLAIN_SCALAR:
    case T.QUOTED_SCALAR:
      P.addScalar(p, token.text, tagAllowsAny || (p.tag === '' && token.kind === T.PLAIN_SCALAR));
      P.nodeDone(p);
      skipToken(p.scanner);
      return;
    case T.FLOW_SEQUENCE_START:
      return begin(p, SEQUENCE, P.FIRST_FLOW_ENTRY, token);
    case T.FLOW_MAPPING_START:
      return begin(p, MAPPING, P.FIRST_FLOW_KEY, token);
    case T.BLOCK_SEQUENCE_START:
      return begin(p, SEQUENCE, P.BLOCK_SEQUENCE_ENTRY, token);
    case T.BLOCK_MAPPING_START:
      return begin(p, MAPPING, P.BLOCK_KEY, token);
    case T.BLOCK_ENTRY:
      if (p.state === P.NODE_OR_INDENTLESS) {
        P.beginCollection(p, SEQUENCE);
        p.state = P.INDENTLESS_ENTRY;
        return;
      }
      break;
  }
  if (p.anchor === '' && p.tag === '') throw P.parserError('did not find expected node content', token.line, p.line);
  P.addScalar(p, '', p.tag === '');
  P.nodeDone(p);
};
