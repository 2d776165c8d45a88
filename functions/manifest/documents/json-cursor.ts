/** Where a reader stands in a JSON text, and what it met that needs a second look. */
export interface JsonCursor {
  readonly text: string;
  at: number;
  /** something YAML reads differently: characters, escapes, long or repeated keys, tabs in the wrong place */
  doubtful: boolean;
  /** a number beyond the doubles */
  outOfRange: boolean;
}

/** Moves over blanks as JSON knows them. */
export const skipBlanks = (cursor: JsonCursor): void => {
  const { text } = cursor;
  for (;;) {
    const code = text.charCodeAt(cursor.at);
    if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return;
    cursor.at++;
  }
};
