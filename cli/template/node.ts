/** What of a parsed template an error may point at; `at` is its offset in the source. */
export type Node = InvocationNode | Command | Operand;

export interface TextNode {
  readonly type: 'text';
  readonly at: number;
  readonly text: string;
}

export interface ActionNode {
  readonly type: 'action';
  readonly at: number;
  readonly pipeline: Pipeline;
}

export interface BranchNode {
  readonly type: 'if' | 'range' | 'with';
  readonly at: number;
  readonly pipeline: Pipeline;
  readonly body: Statement[];
  readonly otherwise: Statement[];
}

export interface InvocationNode {
  readonly type: 'template';
  readonly at: number;
  readonly name: string;
  readonly pipeline: Pipeline | undefined;
}

export interface JumpNode {
  readonly type: 'break' | 'continue';
  readonly at: number;
}

export type Statement = TextNode | ActionNode | BranchNode | InvocationNode | JumpNode;

export interface Pipeline {
  readonly type: 'pipeline';
  readonly at: number;
  readonly isAssignment: boolean;
  readonly variables: string[];
  readonly commands: Command[];
}

export interface Command {
  readonly type: 'command';
  readonly at: number;
  readonly operands: Operand[];
}

export interface FieldNode {
  readonly type: 'field';
  readonly at: number;
  readonly names: string[];
}

export interface VariableNode {
  readonly type: 'variable';
  readonly at: number;
  readonly name: string;
  readonly fields: string[];
}

/** Fields of a parenthesized pipeline or of what a function gives. */
export interface ChainNode {
  readonly type: 'chain';
  readonly at: number;
  readonly operand: Pipeline | IdentifierNode;
  readonly fields: string[];
}

export interface IdentifierNode {
  readonly type: 'identifier';
  readonly at: number;
  readonly name: string;
}

export interface ConstantNode {
  readonly type: 'constant';
  readonly at: number;
  readonly source: string;
  /** undefined: an integer that only fits 64 bits without a sign */
  readonly value: boolean | bigint | number | string | undefined;
}

export interface DotNode {
  readonly type: 'dot';
  readonly at: number;
}

export interface NilNode {
  readonly type: 'nil';
  readonly at: number;
}

export type Operand =
  | FieldNode
  | VariableNode
  | ChainNode
  | IdentifierNode
  | ConstantNode
  | DotNode
  | NilNode
  | Pipeline;

export type Templates = ReadonlyMap<string, readonly Statement[]>;
