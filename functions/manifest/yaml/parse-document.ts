import { nextToken, peekToken, skipToken } from './next-token.ts';
import type { Node } from './nodes.ts';
import * as block from './parse-block.ts';
import * as flow from './parse-flow.ts';
import { parseNode } from './parse-node.ts';
import * as P from './parser.ts';
import { newScanner } from './scanner.ts';
import type { SourceText } from './source-text.ts';
import * as T from './tokens.ts';

const isDirective = (kind: number): boolean => kind === T.VERSION_DIRECTIVE || kind === T.TAG_DIRECTIVE;

const readDirectives = (p: P.Parser): T.Token => {
  let token = peekToken(p.scanner);
  let hasVersion = false;
  while (isDirective(token.kind)) {
    if (token.kind === T.VERSION_DIRECTIVE) {
      if (hasVersion) throw P.parserError('found duplicate %YAML directive', token.line);
      if (token.text !== '1.1') throw P.parserError('found incompatible YAML document', token.line);
      hasVersion = true;
    } else {
      if (p.tagPrefixes.has(token.text)) throw P.parserError('found duplicate %TAG directive', token.line);
      p.tagPrefixes.set(token.text, token.suffix);
    }
    token = nextToken(p.scanner);
  }
  if (!p.tagPrefixes.has('!')) p.tagPrefixes.set('!', '!');
  if (!p.tagPrefixes.has('!!')) p.tagPrefixes.set('!!', 'tag:yaml.org,2002:');
  return token;
};

const endsContent = (kind: number): boolean =>
  isDirective(kind) || kind === T.DOCUMENT_START || kind === T.DOCUMENT_END || kind === T.STREAM_END;

/** Reads what stands before the root node; false when the text holds no document. */
const beginDocument = (p: P.Parser): boolean => {
  const { kind } = peekToken(p.scanner);
  if (kind === T.STREAM_END) return false;
  const isExplicit = isDirective(kind) || kind === T.DOCUMENT_START;
  const token = readDirectives(p);
  P.expectNode(p, P.NODE, P.DOCUMENT_DONE);
  if (!isExplicit) return true;
  if (token.kind !== T.DOCUMENT_START) throw P.parserError('did not find expected <document start>', token.line);
  skipToken(p.scanner);
  const content = peekToken(p.scanner);
  if (endsContent(content.kind)) {
    P.addNothing(p, content.line);
    P.nodeDone(p);
  }
  return true;
};

const parseNext = (p: P.Parser) => {
  switch (p.state) {
    case P.BLOCK_KEY:
      return block.parseBlockKey(p);
    case P.BLOCK_VALUE:
      return block.parseBlockValue(p);
    case P.BLOCK_SEQUENCE_ENTRY:
      return block.parseBlockSequenceEntry(p);
    case P.INDENTLESS_ENTRY:
      return block.parseIndentlessEntry(p);
    case P.FIRST_FLOW_ENTRY:
    case P.FLOW_ENTRY:
      return flow.parseFlowEntry(p);
    case P.PAIR_KEY:
      return flow.parsePairKey(p);
    case P.PAIR_VALUE:
      return flow.parsePairValue(p);
    case P.PAIR_END:
      return flow.parsePairEnd(p);
    case P.FIRST_FLOW_KEY:
    case P.FLOW_KEY:
      return flow.parseFlowKey(p);
    case P.FLOW_VALUE:
    case P.EMPTY_FLOW_VALUE:
      return flow.parseFlowValue(p);
    default:
      return parseNode(p);
  }
};

/** The nodes of the first document, empty when there is none. What follows the document is not read, as in go-yaml. */
export const parseDocument = (source: SourceText): Node[] => {
  const p = P.newParser(newScanner(source));
  if (!beginDocument(p)) return [];
  while (p.state !== P.DOCUMENT_DONE) parseNext(p);
  peekToken(p.scanner);
  return p.nodes;
};
