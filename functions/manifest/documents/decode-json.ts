import { newMap, type Value, type ValueMap } from '../value.ts';
import { deepest } from './find-doubts.ts';
import { type JsonCursor, skipBlanks } from './json-cursor.ts';
import { readJsonNumber } from './json-number.ts';
import { readJsonString } from './json-string.ts';

/** What a JSON text holds. */
export interface DecodedJson {
  value: Value;
  /** a number does not fit a double, so Go cannot decode what is valid JSON */
  outOfRange: boolean;
  /** YAML may read the same text as something else */
  doubtful: boolean;
}

/** YAML wants the colon within 1,024 characters and on the same line. */
const longestKey = 1_000;

const isBreak = (code: number): boolean => code === 0x0a || code === 0x0d;

const readWord = (cursor: JsonCursor, word: string, value: Value): Value | undefined => {
  if (!cursor.text.startsWith(word, cursor.at)) return undefined;
  cursor.at += word.length;
  return value;
};

const readScalar = (cursor: JsonCursor): Value | undefined => {
  switch (cursor.text.charCodeAt(cursor.at)) {
    case 0x22:
      return readJsonString(cursor);
    case 0x74:
      return readWord(cursor, 'true', true);
    case 0x66:
      return readWord(cursor, 'false', false);
    case 0x6e:
      return readWord(cursor, 'null', null);
    default:
      return readJsonNumber(cursor);
  }
};

/** Reads a key, its colon and the blanks around; undefined when it is not JSON. */
const readKey = (cursor: JsonCursor): string | undefined => {
  const { text, at: start } = cursor;
  if (text.charCodeAt(start) !== 0x22) return undefined;
  const key = readJsonString(cursor);
  let at = cursor.at;
  skipBlanks(cursor);
  for (; at < cursor.at; at++) if (isBreak(text.charCodeAt(at))) cursor.doubtful = true;
  if (text.charCodeAt(at) !== 0x3a) return undefined;
  if (at - start > longestKey) cursor.doubtful = true;
  cursor.at = at + 1;
  skipBlanks(cursor);
  return key;
};

/** A tab before or after the collection is no indentation YAML accepts. */
const hasTabAround = (text: string, start: number, end: number): boolean =>
  text.slice(0, start).includes('\t') || text.slice(end).includes('\t');

const put = (cursor: JsonCursor, parent: Value[] | ValueMap, key: string, value: Value): void => {
  if (Array.isArray(parent)) {
    parent.push(value);
    return;
  }
  if (key in parent) cursor.doubtful = true;
  parent[key] = value;
};

/** Decodes a text as Go's encoding/json does, undefined when it is not JSON. Of repeated keys the last one counts. */
export const decodeJson = (text: string): DecodedJson | undefined => {
  const cursor: JsonCursor = { text, at: 0, doubtful: false, outOfRange: false };
  const open: (Value[] | ValueMap)[] = [];
  const keys: string[] = [];
  skipBlanks(cursor);
  const start = cursor.at;
  for (;;) {
    const code = text.charCodeAt(cursor.at);
    let value: Value | undefined;
    if (code === 0x7b || code === 0x5b) {
      if (open.length === deepest) return undefined;
      cursor.at++;
      skipBlanks(cursor);
      const collection = code === 0x7b ? newMap() : [];
      // the closing bracket stands two places behind its opening one
      if (text.charCodeAt(cursor.at) !== code + 2) {
        const key = code === 0x7b ? readKey(cursor) : '';
        if (key === undefined) return undefined;
        open.push(collection);
        keys.push(key);
        continue;
      }
      cursor.at++;
      value = collection;
    } else {
      value = readScalar(cursor);
    }
    // the value is whole: put it where it belongs, and close what ends with it
    for (;;) {
      if (value === undefined) return undefined;
      const parent = open[open.length - 1];
      const end = cursor.at;
      skipBlanks(cursor);
      if (parent === undefined) {
        if (cursor.at !== text.length) return undefined;
        const doubtful = cursor.doubtful || cursor.outOfRange || hasTabAround(text, start, end);
        return { value, outOfRange: cursor.outOfRange, doubtful };
      }
      put(cursor, parent, keys[keys.length - 1]!, value);
      const next = text.charCodeAt(cursor.at++);
      const isList = Array.isArray(parent);
      if (next === 0x2c) {
        skipBlanks(cursor);
        if (isList) break;
        const key = readKey(cursor);
        if (key === undefined) return undefined;
        keys[keys.length - 1] = key;
        break;
      }
      if (next !== (isList ? 0x5d : 0x7d)) return undefined;
      open.pop();
      keys.pop();
      value = parent;
    }
  }
};
