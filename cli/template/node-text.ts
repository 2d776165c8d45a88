import { quote } from '../go-format/quote.ts';
import type { Command, Node, Pipeline } from './node.ts';

const dotted = (names: readonly string[]): string => names.map((name) => `.${name}`).join('');

const commandText = (command: Command): string =>
  command.operands
    .map((operand) => (operand.type === 'pipeline' ? `(${pipelineText(operand)})` : nodeText(operand)))
    .join(' ');

const pipelineText = (pipeline: Pipeline): string => {
  const commands = pipeline.commands.map(commandText).join(' | ');
  if (pipeline.variables.length === 0) return commands;
  return `${pipeline.variables.join(', ')} ${pipeline.isAssignment ? '=' : ':='} ${commands}`;
};

/** A node in the spelling that Go's error messages use. */
export const nodeText = (node: Node): string => {
  switch (node.type) {
    case 'pipeline':
      return pipelineText(node);
    case 'command':
      return commandText(node);
    case 'field':
      return dotted(node.names);
    case 'variable':
      return node.name + dotted(node.fields);
    case 'chain': {
      const operand = node.operand.type === 'pipeline' ? `(${pipelineText(node.operand)})` : node.operand.name;
      return operand + dotted(node.fields);
    }
    case 'identifier':
      return node.name;
    case 'constant':
      return node.source;
    case 'dot':
      return '.';
    case 'nil':
      return 'nil';
    case 'template':
      return `{{template ${quote(node.name)}${node.pipeline === undefined ? '' : ` ${pipelineText(node.pipeline)}`}}}`;
  }
};
