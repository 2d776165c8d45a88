import { decodeBase64 } from './base64.ts';
import { isUint } from './go-value.ts';
import type { Node } from './nodes.ts';
import { resolvePlain, type Scalar } from './resolve-plain.ts';
import { isTimestamp } from './timestamp.ts';
import { YamlError } from './yaml-error.ts';

const standard = 'tag:yaml.org,2002:';

const typeOf = (value: Scalar): string => {
  if (value === null) return 'null';
  if (typeof value === 'bigint' || typeof value === 'number') return 'int';
  if (typeof value === 'object') return 'float';
  return typeof value === 'boolean' ? 'bool' : 'str';
};

const resolveAs = (type: string, text: string): Scalar => {
  if (type === 'timestamp' && isTimestamp(text)) return text;
  const value = resolvePlain(text);
  const found = typeOf(value);
  if (found === type) return value;
  if (type === 'float' && found === 'int' && !isUint(value)) return { float: Number(value) };
  throw new YamlError(`yaml: cannot decode !!${found} \`${text}\` as a !!${type}`);
};

const resolveTagged = (tag: string, text: string): Scalar => {
  if (!tag.startsWith(standard)) return text;
  const type = tag.slice(standard.length);
  switch (type) {
    case 'binary':
      return decodeBase64(text);
    case 'bool':
    case 'int':
    case 'float':
    case 'null':
    case 'timestamp':
      return resolveAs(type, text);
    default:
      return text;
  }
};

/** The value of a scalar, by its tag or, when it is plain, by its text. Throws YamlError when tag and text contradict. */
export const resolveScalar = ({ tag, text, implicit }: Node): Scalar => {
  if (tag !== '') return resolveTagged(tag, text);
  return implicit ? resolvePlain(text) : text;
};

/** `<<`, plain or tagged as a merge. */
export const isMergeKey = (node: Node): boolean =>
  node.text === '<<' && (node.implicit || node.tag === `${standard}merge`);
