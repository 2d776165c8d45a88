import { type Directive, pad } from './directive.ts';
import { formatFloat } from './float.ts';
import { formatInteger } from './integer.ts';
import { formatText } from './text.ts';
import { type GoStruct, type GoValue, isComposite, typeName } from './value.ts';

const wrongVerb = (value: GoValue, verb: string, directive: Directive): string => {
  if (value === undefined) return `%!${verb}(<nil>)`;
  return `%!${verb}(${typeName(value)}=${formatArgument(value, 'v', directive)})`;
};

const formatStruct = (value: GoStruct, verb: string, directive: Directive): string => {
  const isNamed = directive.plusV || directive.sharpV;
  const fields = Array.from(value.fields, ([name, field]) => {
    const text = formatArgument(field, verb, directive);
    return isNamed ? `${name}:${text}` : text;
  });
  const body = `{${fields.join(directive.sharpV ? ', ' : ' ')}}`;
  return directive.sharpV ? value.type + body : body;
};

const formatScalar = (
  value: boolean | bigint | number | string,
  verb: string,
  directive: Directive,
): string | undefined => {
  switch (typeof value) {
    case 'boolean':
      return verb === 'v' || verb === 't' ? pad(String(value), directive) : undefined;
    case 'bigint':
      return formatInteger(value, verb, directive);
    case 'number':
      return formatFloat(value, verb, directive);
    case 'string':
      return formatText(value, verb, directive);
  }
};

/** One value under a verb of Go's fmt; a verb that does not fit says so in the text, as Go does. */
export const formatArgument = (value: GoValue, verb: string, directive: Directive): string => {
  if (value === undefined)
    return verb === 'v' || verb === 'T' ? pad('<nil>', directive) : wrongVerb(value, verb, directive);
  if (verb === 'T') return formatText(typeName(value), 's', directive)!;
  if (verb === 'p' || verb === 'w') return wrongVerb(value, verb, directive);
  if (!isComposite(value)) return formatScalar(value, verb, directive) ?? wrongVerb(value, verb, directive);
  if (value.kind === 'struct') return formatStruct(value, verb, directive);
  const items = value.items.map((item) => formatArgument(item, verb, directive));
  return directive.sharpV ? `${value.type}{${items.join(', ')}}` : `[${items.join(' ')}]`;
};
