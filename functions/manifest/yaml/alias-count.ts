import { YamlError } from './yaml-error.ts';

/** How many nodes were composed, and how many of them because of an alias. */
export interface AliasCount {
  nodes: number;
  aliased: number;
  /** Aliases that are being expanded now. */
  depth: number;
}

/** go-yaml counts the document as a node, too. */
export const newAliasCount = (): AliasCount => ({ nodes: 1, aliased: 0, depth: 0 });

const smallDocument = 400_000;
const largeDocument = 4_000_000;

/** Share of nodes that may come from aliases: 99 % in small documents, 10 % in large ones. */
const allowedShare = (nodes: number): number => {
  if (nodes <= smallDocument) return 0.99;
  if (nodes >= largeDocument) return 0.1;
  return 0.99 - 0.89 * ((nodes - smallDocument) / (largeDocument - smallDocument));
};

/** Counts one more node; throws YamlError when too many of them come from aliases. */
export const countNode = (count: AliasCount): void => {
  const nodes = ++count.nodes;
  if (count.depth > 0) count.aliased++;
  if (count.aliased > 100 && nodes > 1000 && count.aliased / nodes > allowedShare(nodes)) {
    throw new YamlError('yaml: document contains excessive aliasing');
  }
};
